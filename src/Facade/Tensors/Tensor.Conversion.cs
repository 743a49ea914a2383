using System.Runtime.CompilerServices;

namespace LibTorch;

/// <summary>Conversions to another dtype or device; they return the tensor itself if nothing changes.</summary>
public partial class Tensor
{
    /// <summary>On the device; <c>x.to("cuda")</c>.</summary>
    /// <exception cref="TorchException">libtorch has no such device.</exception>
    [OverloadResolutionPriority(-1)]
    public Tensor To(Device device, bool nonBlocking = false, bool copy = false, MemoryFormat? memoryFormat = null) =>
        To(layout: null, device: device, nonBlocking: nonBlocking, copy: copy, memoryFormat: memoryFormat);

    /// <summary>In the host's memory; <c>x.cpu()</c>.</summary>
    public Tensor Cpu(MemoryFormat? memoryFormat = null) => To(layout: null, device: LibTorch.Device.Cpu, memoryFormat: memoryFormat);

    /// <summary>On a CUDA device: the current one unless a device is given; <c>x.cuda()</c>.</summary>
    /// <exception cref="TorchException">It is another kind of device, or CUDA cannot be used; the message says why.</exception>
    public Tensor Cuda(Device? device = null, bool nonBlocking = false, MemoryFormat? memoryFormat = null) => device is null or { Type: DeviceType.Cuda }
        ? To(layout: null, device: device ?? LibTorch.Device.Cuda, nonBlocking: nonBlocking, memoryFormat: memoryFormat)
        : throw new TorchException("Invalid device, must be cuda device");

    /// <summary>As float32; <c>x.float()</c>.</summary>
    public Tensor Float(MemoryFormat? memoryFormat = null) => To(LibTorch.DType.Float32, memoryFormat: memoryFormat);

    /// <summary>As float64; <c>x.double()</c>.</summary>
    public Tensor Double(MemoryFormat? memoryFormat = null) => To(LibTorch.DType.Float64, memoryFormat: memoryFormat);

    /// <summary>As float16; <c>x.half()</c>.</summary>
    public Tensor Half(MemoryFormat? memoryFormat = null) => To(LibTorch.DType.Float16, memoryFormat: memoryFormat);

    /// <summary>As bfloat16; <c>x.bfloat16()</c>.</summary>
    public Tensor Bfloat16(MemoryFormat? memoryFormat = null) => To(LibTorch.DType.BFloat16, memoryFormat: memoryFormat);

    /// <summary>As int64; <c>x.long()</c>.</summary>
    public Tensor Long(MemoryFormat? memoryFormat = null) => To(LibTorch.DType.Int64, memoryFormat: memoryFormat);

    /// <summary>As int32; <c>x.int()</c>.</summary>
    public Tensor Int(MemoryFormat? memoryFormat = null) => To(LibTorch.DType.Int32, memoryFormat: memoryFormat);

    /// <summary>As int16; <c>x.short()</c>.</summary>
    public Tensor Short(MemoryFormat? memoryFormat = null) => To(LibTorch.DType.Int16, memoryFormat: memoryFormat);

    /// <summary>As int8; <c>x.char()</c>.</summary>
    public Tensor Char(MemoryFormat? memoryFormat = null) => To(LibTorch.DType.Int8, memoryFormat: memoryFormat);

    /// <summary>As uint8; <c>x.byte()</c>.</summary>
    public Tensor Byte(MemoryFormat? memoryFormat = null) => To(LibTorch.DType.UInt8, memoryFormat: memoryFormat);

    /// <summary>As bool; <c>x.bool()</c>.</summary>
    public Tensor Bool(MemoryFormat? memoryFormat = null) => To(LibTorch.DType.Bool, memoryFormat: memoryFormat);

    /// <summary>As complex64; <c>x.cfloat()</c>.</summary>
    public Tensor Cfloat(MemoryFormat? memoryFormat = null) => To(LibTorch.DType.Complex64, memoryFormat: memoryFormat);

    /// <summary>As complex128; <c>x.cdouble()</c>.</summary>
    public Tensor Cdouble(MemoryFormat? memoryFormat = null) => To(LibTorch.DType.Complex128, memoryFormat: memoryFormat);
}
