namespace LibTorch.Interop;

/// <summary>A tensor's metadata, as ltf_tensor_info lays it out; the pointers are borrowed from the tensor.</summary>
internal unsafe struct TensorInfo
{
    public long* Sizes;
    public long* Strides;
    public long Dimensions;
    public long Elements;
    public int DType;
    public int Layout;
    public int DeviceType;
    public int DeviceIndex;
    public int ItemSize;
    public TensorFlags Flags;

    /// <summary>
    /// Whether the elements can be read from memory as they are: on the host, dense, in row-major order, neither conjugated nor negated.
    /// </summary>
    public readonly bool IsPlain =>
        DeviceType == 0 && Strides is not null
        && (Flags & (TensorFlags.Contiguous | TensorFlags.Conj | TensorFlags.Neg | TensorFlags.Wrapped)) == TensorFlags.Contiguous;
}
