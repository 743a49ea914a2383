namespace LibTorch.Interop;

/// <summary>A tensor that belongs to a level, as ltf_wrapped lays it out.</summary>
internal struct WrappedTensor
{
    public nint Value;
    public long Level;
    public long Dimension;
    public Transform Transform;
}
