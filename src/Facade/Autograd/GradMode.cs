using LibTorch.Interop;

namespace LibTorch;

/// <summary>
/// A block in which autograd's recording is switched on or off for the calling thread; ends with Dispose. A ref struct, so it cannot be
/// held over an await.
/// </summary>
public readonly ref struct GradMode
{
    private readonly bool _previous;
    private readonly OpenBlock _block;

    internal GradMode(bool enabled)
    {
        _block = OpenBlock.Enter();
        _previous = Native.ltf_set_grad_mode(enabled ? 1 : 0) != 0;
    }

    internal static bool IsEnabled => Native.ltf_grad_mode() != 0;

    /// <summary>Restores the mode from before the block; a second call does nothing.</summary>
    public void Dispose()
    {
        if (_block.Leave())
        {
            _ = Native.ltf_set_grad_mode(_previous ? 1 : 0);
        }
    }
}
