using LibTorch.Interop;

namespace LibTorch;

/// <summary>A block of the calling thread in which saved tensors are packed; ends with Dispose. A ref struct, so it cannot be held over an await.</summary>
public ref struct SavedTensorsHooks
{
    private nint _guard;

    internal SavedTensorsHooks(IPacker packer) => _guard = HookCalls.EnterSaving(packer);

    /// <summary>Leaves the block; a second call does nothing.</summary>
    public void Dispose()
    {
        Native.ltf_saved_hooks_exit(_guard);
        _guard = 0;
    }
}
