namespace LibTorch.Interop;

/// <summary>A wrapper tensor of a function transform's level, laid out as ltf_wrapped.</summary>
internal struct WrappedTensor
{
    public nint Value;
    public long Level;
    public long Dimension;
    public Transform Transform;
}
