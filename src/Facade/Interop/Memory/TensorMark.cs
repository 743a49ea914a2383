namespace LibTorch.Interop;

/// <summary>
/// Identifies a tensor without keeping it alive, by the registry's entry and a generation that no other tensor of the entry ever has. The
/// holder would not do, because another thread may reuse it for another tensor.
/// </summary>
internal readonly record struct TensorMark(TensorEntry Entry, uint Generation)
{
    /// <summary>Whether the tensor was released.</summary>
    public bool IsGone => Entry.Generation != Generation;

    /// <summary>Whether this is the tensor that the holder holds.</summary>
    public bool IsHeldBy(TensorHolder holder) => holder.Entry == Entry && holder.IsOpen(Generation);
}
