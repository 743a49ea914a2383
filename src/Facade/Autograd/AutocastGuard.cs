using LibTorch.Interop;

namespace LibTorch;

/// <summary>A block of the calling thread in which operators choose the dtype they compute in; ends with Dispose. A ref struct, so it cannot be held over an await.</summary>
public readonly ref struct AutocastGuard
{
    private readonly int _type;
    private readonly AutocastState _previous;
    private readonly OpenBlock _block;

    internal AutocastGuard(DeviceType type, AutocastState state)
    {
        _type = (int)type;
        _previous = AutocastCalls.State(_type);
        AutocastCalls.Enter(_type, state);
        _block = OpenBlock.Enter();
    }

    /// <summary>Restores the autocast state from before the block; a second call does nothing.</summary>
    public void Dispose()
    {
        if (_block.Leave())
        {
            AutocastCalls.Exit(_type, _previous);
        }
    }
}
