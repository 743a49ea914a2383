using LibTorch.Interop;

namespace LibTorch;

/// <summary>
/// A block in which the calling thread must not set hooks on saved tensors; ends with Dispose. A ref struct, so it cannot be held over
/// an await.
/// </summary>
public readonly ref struct SavedTensorsHooksDisabled
{
    private readonly string? _previous = HookCalls.SavingDisabled();
    private readonly OpenBlock _block;

    internal SavedTensorsHooksDisabled(string message)
    {
        HookCalls.DisableSaving(message);
        _block = OpenBlock.Enter();
    }

    /// <summary>Restores what was allowed before the block; a second call does nothing.</summary>
    public void Dispose()
    {
        if (_block.Leave())
        {
            HookCalls.DisableSaving(_previous);
        }
    }
}
