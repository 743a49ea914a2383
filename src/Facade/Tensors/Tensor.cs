using System.Diagnostics;
using System.Text.Json.Serialization;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>
/// A multi-dimensional array on libtorch's kernels; <c>torch.Tensor</c>. Disposing is optional: the garbage collector frees tensors that
/// are no longer referenced.
/// </summary>
[TypeFormatterSource(typeof(NotebookTensor), PreferredMimeTypes = [NotebookFormatter.PlainText])]
[DebuggerDisplay("{DebuggerText,nq}")]
[DebuggerTypeProxy(typeof(TensorDebugView))]
[JsonConverter(typeof(TensorJsonRefusal))]
public partial class Tensor : ITensorOwner, IDisposable
{
    private TensorHandle _handle;

    // Only classes of this library may derive from Tensor.
    private protected Tensor(TensorHandle handle) => _handle = handle;

    /// <summary>The extent of each dimension; <c>x.shape</c>.</summary>
    /// <exception cref="TorchException">It is a nested tensor, whose parts differ in size.</exception>
    public Size Shape => LibTorch.Size.Own(TensorCalls.Sizes(this));

    /// <summary>The type of the elements; <c>x.dtype</c>.</summary>
    public DType DType => DType.Of(TensorCalls.Info(this).DType);

    /// <summary>Where the elements live; <c>x.device</c>.</summary>
    public Device Device
    {
        get
        {
            var info = TensorCalls.Info(this);
            return new Device((DeviceType)info.DeviceType, info.DeviceIndex);
        }
    }

    /// <summary>How the elements are stored; <c>x.layout</c>.</summary>
    public Layout Layout => (Layout)TensorCalls.Info(this).Layout;

    /// <summary>The number of dimensions; <c>x.ndim</c>.</summary>
    public int NDim => (int)TensorCalls.Info(this).Dimensions;

    /// <summary>The number of dimensions; <c>x.dim()</c>.</summary>
    [Operator("aten::dim(Tensor self) -> int")]
    public long Dim() => NDim;

    /// <summary>The number of elements; <c>x.numel()</c>.</summary>
    [Operator("aten::numel(Tensor self) -> int")]
    public long Numel => TensorCalls.Info(this).Elements;

    /// <summary>The number of elements; <c>x.nelement()</c>.</summary>
    public long NElement() => Numel;

    /// <summary>The bytes that one element takes; <c>x.element_size()</c>.</summary>
    public int ElementSize => TensorCalls.Info(this).ItemSize;

    /// <summary>The bytes that all elements take; <c>x.nbytes</c>.</summary>
    public long NBytes => Numel * ElementSize;

    /// <summary>The step between neighbours in each dimension, in elements; <c>x.stride()</c>.</summary>
    /// <exception cref="TorchException">The layout has no strides.</exception>
    public IReadOnlyList<long> Strides => new StrideList(TensorCalls.Strides(this));

    /// <summary>How many elements of the storage lie before the first one; <c>x.storage_offset()</c>.</summary>
    /// <exception cref="TorchException">The layout has no storage offset.</exception>
    [Operator("aten::storage_offset(Tensor self) -> int")]
    public long StorageOffset() => TensorCalls.StorageOffset(this);

    /// <summary>The device's index, -1 where it has none; <c>x.get_device()</c>.</summary>
    [Operator("aten::get_device(Tensor self) -> int")]
    public long GetDevice() => TensorCalls.Info(this).DeviceIndex;

    /// <summary>Whether the elements lie in row-major order without gaps; <c>x.is_contiguous()</c>.</summary>
    /// <exception cref="TorchException">The layout has no memory format.</exception>
    [Operator("aten::is_contiguous(Tensor self) -> bool")]
    public bool IsContiguous => IsContiguousMemoryFormat(MemoryFormat.Contiguous);

    /// <summary>Whether the elements lie without gaps in the order of the format; <c>x.is_contiguous(memory_format=...)</c>.</summary>
    /// <exception cref="TorchException">The layout has no memory format.</exception>
    [Operator("aten::is_contiguous.memory_format(Tensor self, MemoryFormat memory_format) -> bool")]
    public bool IsContiguousMemoryFormat(MemoryFormat memoryFormat) => TensorCalls.IsContiguous(this, (int)memoryFormat);

    /// <summary>Whether the elements live on a CUDA device; <c>x.is_cuda</c>.</summary>
    public bool IsCuda => Device.Type == DeviceType.Cuda;

    /// <summary>The matrix with its dimensions reversed; <c>x.T</c>.</summary>
    public Tensor T => NumpyT();

    /// <summary>Frees this reference at once; every later use throws <see cref="ObjectDisposedException"/>.</summary>
#pragma warning disable CA1816 // Neither Tensor nor any class that derives from it has a finalizer.
    public void Dispose()
#pragma warning restore CA1816
    {
        // Holders are reused: a disposed tensor that is still referenced must not keep alive the next tensor in its holder.
        if (_handle.Dispose())
        {
            _handle = _handle.Gone;
        }
    }

    nint IHandleOwner.Acquire(out IHandleOwner holder) => AcquireOwn(out holder);

    void IHandleOwner.Release() => _handle.Release();

    TensorMark ITensorOwner.Mark => OwnMark;

    /// <summary>Takes over a reference that libtorch handed out; null for the undefined tensor.</summary>
    internal static Tensor? Own(TensorHandle? handle) => handle is { } given ? new Tensor(given) : null;

    /// <summary>Shape, dtype, device and size in bytes of the handle's tensor; null if it was disposed meanwhile.</summary>
    internal static LivingTensor? Describe(TensorHandle handle, string origin)
    {
        try
        {
            var tensor = new Tensor(handle);
            return new LivingTensor(tensor.Shape, tensor.DType, tensor.Device, tensor.NBytes, origin);
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
    }

    /// <summary>
    /// A second reference to the same tensor, for the library to keep: it stays valid when this one is disposed or its TensorScope ends.
    /// </summary>
    internal Tensor ForLater()
    {
        using var outside = new OutsideFrames();
        return new Tensor(TensorCalls.Again(this));
    }

    private protected nint AcquireOwn(out IHandleOwner holder)
    {
        holder = this;
        var pointer = _handle.Acquire();
        return pointer != 0 ? pointer : throw Absence();
    }

    private protected TensorMark OwnMark => _handle.Mark;

    private protected virtual bool HasTensor => _handle.IsOpen;

    internal void OutliveFrame(TensorFrame? frame) => frame?.Keep(_handle.Mark);

    internal bool Has(TensorFlags flag) => (TensorCalls.Info(this).Flags & flag) != 0;
}
