namespace LibTorch;

/// <summary>A block of the calling thread whose tensors are made on another device; ends with Dispose. A ref struct, so it cannot be held over an await.</summary>
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

    /// <summary>Goes back to the device before the block; a second call does nothing.</summary>
    public void Dispose()
    {
        if (_block.Leave())
        {
            DefaultDevice.Current = _previous;
        }
    }
}
