namespace LibTorch;

/// <summary>Copies of another dtype or on another device; the tensor itself where nothing changes.</summary>
public sealed partial class Tensor
{
    /// <summary>On the device; <c>x.to("cuda")</c>.</summary>
    /// <exception cref="TorchException">libtorch has no such device.</exception>
    public Tensor To(Device device, bool nonBlocking = false, bool copy = false) =>
        To(layout: null, device: device, nonBlocking: nonBlocking, copy: copy);

    /// <summary>In the host's memory; <c>x.cpu()</c>.</summary>
    public Tensor Cpu() => To(LibTorch.Device.Cpu);

    /// <summary>On a CUDA device, the current one unless it is said which; <c>x.cuda()</c>.</summary>
    /// <exception cref="TorchException">It is another kind of device, or CUDA cannot be used; the message says why.</exception>
    public Tensor Cuda(Device? device = null, bool nonBlocking = false) => device is null or { Type: DeviceType.Cuda }
        ? To(device ?? LibTorch.Device.Cuda, nonBlocking)
        : throw new TorchException("Invalid device, must be cuda device");

    /// <summary>As float32; <c>x.float()</c>.</summary>
    public Tensor Float() => To(LibTorch.DType.Float32);

    /// <summary>As float64; <c>x.double()</c>.</summary>
    public Tensor Double() => To(LibTorch.DType.Float64);

    /// <summary>As float16; <c>x.half()</c>.</summary>
    public Tensor Half() => To(LibTorch.DType.Float16);

    /// <summary>As bfloat16; <c>x.bfloat16()</c>.</summary>
    public Tensor BFloat16() => To(LibTorch.DType.BFloat16);

    /// <summary>As int64; <c>x.long()</c>.</summary>
    public Tensor Long() => To(LibTorch.DType.Int64);

    /// <summary>As int32; <c>x.int()</c>.</summary>
    public Tensor Int() => To(LibTorch.DType.Int32);

    /// <summary>As bool; <c>x.bool()</c>.</summary>
    public Tensor Bool() => To(LibTorch.DType.Bool);
}
