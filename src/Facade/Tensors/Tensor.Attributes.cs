using LibTorch.Interop;

namespace LibTorch;

/// <summary>A tensor's attributes.</summary>
public partial class Tensor
{
    /// <summary>Whether <see cref="Dispose"/> was called; every other use then throws <see cref="ObjectDisposedException"/>.</summary>
    public bool IsDisposed => !HasTensor;

    /// <summary>Whether the elements live in the host's memory; <c>x.is_cpu</c>.</summary>
    public bool IsCpu => Device.Type == DeviceType.Cpu;

    /// <summary>Whether there are no elements, but a shape and a dtype; <c>x.is_meta</c>.</summary>
    public bool IsMeta => Device.Type == DeviceType.Meta;

    /// <summary>Whether it is stored as coordinates and values; <c>x.is_sparse</c>.</summary>
    public bool IsSparse => Layout == Layout.Sparse;

    /// <summary>Whether it is stored as compressed rows; <c>x.is_sparse_csr</c>.</summary>
    public bool IsSparseCsr => Layout == Layout.SparseCsr;

    /// <summary>Whether it is in MKL-DNN's own format; <c>x.is_mkldnn</c>.</summary>
    public bool IsMkldnn => Layout == Layout.Mkldnn;

    /// <summary>Whether the dtype is a quantized one; <c>x.is_quantized</c>.</summary>
    public bool IsQuantized => DType.ScalarType is ScalarType.QInt8 or ScalarType.QUInt8 or ScalarType.QInt32 or ScalarType.QUInt4x2 or ScalarType.QUInt2x4;

    /// <summary>The step between neighbours in each dimension, in elements; <c>x.stride()</c>.</summary>
    /// <exception cref="TorchException">The layout has no strides.</exception>
    public IReadOnlyList<long> Stride() => Strides;

    /// <summary>Whether it is a list of tensors of different sizes; <c>x.is_nested</c>.</summary>
    public bool IsNested => Has(TensorFlags.Nested);

    /// <summary>Whether a dimension has a name; <c>x.has_names()</c>.</summary>
    public bool HasNames => Has(TensorFlags.Named);

    /// <summary>The dimensions' names, null for one without; <c>x.names</c>.</summary>
    public IReadOnlyList<string?> Names => DimensionNames() ?? new string?[NDim];
}
