using LibTorch.Interop;

namespace LibTorch;

/// <summary>A block of the calling thread in inference mode; ends with Dispose. A ref struct, so it cannot be held over an await.</summary>
public ref struct InferenceModeGuard
{
    private nint _guard;

    internal InferenceModeGuard(bool enabled) => _guard = LibraryCalls.EnterInferenceMode(enabled);

    /// <summary>Leaves the block; a second call does nothing.</summary>
    public void Dispose()
    {
        Native.ltf_inference_mode_exit(_guard);
        _guard = 0;
    }
}
