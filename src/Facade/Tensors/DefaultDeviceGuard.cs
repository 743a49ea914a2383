namespace LibTorch;

/// <summary>A block of the calling thread whose tensors are made on another device; ends with Dispose. A ref struct, so it cannot be held over an await.</summary>
public ref struct DefaultDeviceGuard
{
    private readonly Device? _previous;
    private bool _ended;

    internal DefaultDeviceGuard(Device device)
    {
        _previous = DefaultDevice.Current;
        DefaultDevice.Current = device;
    }

    /// <summary>Goes back to the device before the block; a second call does nothing.</summary>
    public void Dispose()
    {
        if (!_ended)
        {
            _ended = true;
            DefaultDevice.Current = _previous;
        }
    }
}
