namespace LibTorch.Interop;

/// <summary>
/// Which tensor is meant, without keeping it alive: not the holder, which another thread may give to another tensor, but
/// the registry's entry and a generation that no other tensor of the entry's ever has.
/// </summary>
internal readonly record struct TensorMark(TensorEntry Entry, uint Generation)
{
    /// <summary>Whether its memory was given back.</summary>
    public bool IsGone => Entry.Generation != Generation;

    /// <summary>Whether this is the tensor that the holder holds.</summary>
    public bool IsHeldBy(TensorHolder holder) => holder.Entry == Entry && holder.IsOpen(Generation);
}
