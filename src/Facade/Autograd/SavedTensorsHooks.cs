using LibTorch.Interop;

namespace LibTorch;

/// <summary>
/// A block in which tensors saved by the calling thread's operations go through pack and unpack hooks; ends with Dispose. A ref struct,
/// so it cannot be held over an await.
/// </summary>
public readonly ref struct SavedTensorsHooks
{
    // The innermost block is on top. As in Python, Dispose of any block pops the innermost one, whatever the order.
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
