using LibTorch.Interop;

namespace LibTorch;

/// <summary>A block of the calling thread in inference mode; ends with Dispose. A ref struct, so it cannot be held over an await.</summary>
public readonly ref struct InferenceModeGuard
{
    private readonly nint _guard;
    private readonly OpenBlock _block;

    internal InferenceModeGuard(bool enabled)
    {
        _block = OpenBlock.Enter();
        _guard = LibraryCalls.EnterInferenceMode(enabled);
    }

    /// <summary>Leaves the block; a second call does nothing.</summary>
    public void Dispose()
    {
        if (_block.Leave())
        {
            Native.ltf_inference_mode_exit(_guard);
        }
    }
}
