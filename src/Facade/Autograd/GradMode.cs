using LibTorch.Interop;

namespace LibTorch;

/// <summary>A block of the calling thread in which recording is switched on or off; ends with Dispose. A ref struct, so it cannot be held over an await.</summary>
public ref struct GradMode
{
    private readonly bool _previous;
    private bool _ended;

    internal GradMode(bool enabled)
    {
        _previous = IsEnabled;
        Native.ltf_set_grad_mode(enabled ? 1 : 0);
    }

    internal static bool IsEnabled => Native.ltf_grad_mode() != 0;

    /// <summary>Goes back to the mode before the block; a second call does nothing.</summary>
    public void Dispose()
    {
        if (!_ended)
        {
            _ended = true;
            Native.ltf_set_grad_mode(_previous ? 1 : 0);
        }
    }
}
