namespace LibTorch;

/// <summary>Sets the calling thread's default device until Dispose. A ref struct, so it cannot be held over an await.</summary>
public readonly ref struct DefaultDeviceGuard
{
    private readonly Device? _previous;
    private readonly OpenBlock _block;

    internal DefaultDeviceGuard(Device device)
    {
        _block = OpenBlock.Enter();
        _previous = DefaultDevice.Current;
        DefaultDevice.Current = device;
    }

    /// <summary>Restores the previous default device; a second call does nothing.</summary>
    public void Dispose()
    {
        if (_block.Leave())
        {
            DefaultDevice.Current = _previous;
        }
    }
}
