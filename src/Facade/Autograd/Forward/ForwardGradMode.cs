using LibTorch.Interop;

namespace LibTorch;

/// <summary>A block that switches forward mode (the computation of tangents) on or off for the calling thread.</summary>
internal readonly ref struct ForwardGradMode
{
    private readonly int _previous;

    public ForwardGradMode(bool enabled)
    {
        _previous = Native.ltf_forward_grad_mode();
        Native.ltf_set_forward_grad_mode(enabled ? 1 : 0);
    }

    public void Dispose() => Native.ltf_set_forward_grad_mode(_previous);
}
