namespace LibTorch.NN.Parallel;

/// <summary>
/// A block in which gradients accumulate without being averaged over the ranks; ends with Dispose. A ref struct, so it cannot be held over
/// an await.
/// </summary>
public readonly ref struct NoSyncGuard
{
    private readonly IGradientSync? _owner;
    private readonly bool _previous;
    private readonly OpenBlock _block;

    internal NoSyncGuard(IGradientSync owner)
    {
        (_owner, _previous) = (owner, owner.Syncs);
        owner.Syncs = false;
        _block = OpenBlock.Enter();
    }

    /// <summary>Ends the block; a second call does nothing.</summary>
    public void Dispose()
    {
        if (_block.Leave())
        {
            _owner!.Syncs = _previous;
        }
    }
}
