namespace LibTorch;

/// <summary>
/// A block at whose end the random number generators return to the state that they had at its start; ends with Dispose. A ref struct, so it
/// cannot be held over an await.
/// </summary>
public readonly ref struct RngFork
{
    private readonly RngSnapshot _before;
    private readonly OpenBlock _block;

    internal RngFork(IEnumerable<Device> devices)
    {
        _before = new RngSnapshot(devices.Prepend(Device.Cpu).Distinct());
        _block = OpenBlock.Enter();
    }

    /// <summary>Restores the generators' state from before the block; a second call does nothing.</summary>
    public void Dispose()
    {
        if (_block.Leave())
        {
            _before.Restore();
        }
    }
}
