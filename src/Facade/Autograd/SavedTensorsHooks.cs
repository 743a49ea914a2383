using LibTorch.Interop;

namespace LibTorch;

/// <summary>A block of the calling thread in which saved tensors are packed; ends with Dispose. A ref struct, so it cannot be held over an await.</summary>
public readonly ref struct SavedTensorsHooks
{
    // The innermost last. As in Python, whichever block ends first ends the innermost one.
    [ThreadStatic]
    private static Stack<nint>? _entered;

    private readonly OpenBlock _block;

    internal SavedTensorsHooks(IPacker packer)
    {
        _block = OpenBlock.Enter();
        (_entered ??= new Stack<nint>()).Push(HookCalls.EnterSaving(packer));
    }

    /// <summary>Leaves the block; a second call does nothing.</summary>
    public void Dispose()
    {
        if (_block.Leave())
        {
            Native.ltf_saved_hooks_exit(_entered!.Pop());
        }
    }
}
