namespace LibTorch.Interop;

/// <summary>Registers and removes hooks.</summary>
internal static unsafe class HookCalls
{
    public static HookHandle OnTensor(ITensorOwner tensor, string name, ICallback hook)
    {
        using var lease = new Lease();
        var pointer = lease.Take(tensor);
        var anchors = new Anchors([tensor], node: null);
        var root = new CallbackRoot(hook);
        nint registered;
        fixed (byte* text = NativeText.Terminated(name))
        {
            NativeError.Check(Native.ltf_tensor_add_hook(pointer, text, Callbacks.HandleOn(root), &registered));
        }

        root.HangOn(anchors);
        return new HookHandle(registered);
    }

    /// <summary>
    /// Registers a hook that runs after the gradient was accumulated into .grad. The hook works as long as the keeper, if there is one, is
    /// kept alive.
    /// </summary>
    public static (HookHandle Hook, NodeHandle? Keeper) OnAccumulated(ITensorOwner tensor, string name, ICallback hook)
    {
        using var lease = new Lease();
        var pointer = lease.Take(tensor);
        var root = new CallbackRoot(hook);
        nint registered, owned;
        fixed (byte* text = NativeText.Terminated(name))
        {
            NativeError.Check(Native.ltf_tensor_add_accumulated_hook(pointer, text, Callbacks.HandleOn(root), &registered, &owned));
        }

        var keeper = NodeHandle.Own(owned);
        root.HangOn(new Anchors([tensor], keeper));
        return (new HookHandle(registered), keeper);
    }

    public static HookHandle OnNode(NodeHandle node, bool before, string name, ICallback hook)
    {
        using var lease = new Lease();
        var pointer = lease.Take(node);
        var anchors = new Anchors([], node);
        var root = new CallbackRoot(hook);
        nint registered;
        fixed (byte* text = NativeText.Terminated(name))
        {
            NativeError.Check(Native.ltf_node_add_hook(pointer, before ? 1 : 0, text, Callbacks.HandleOn(root), &registered));
        }

        root.HangOn(anchors);
        return new HookHandle(registered);
    }

    public static void Remove(IHandleOwner hook)
    {
        using var lease = new Lease();
        NativeError.Check(Native.ltf_hook_remove(lease.Take(hook)));
    }

    /// <summary>Until the guard is released, packs what this thread saves for backward with <paramref name="packer"/>.</summary>
    public static nint EnterSaving(IPacker packer)
    {
        nint guard;
        NativeError.Check(Native.ltf_saved_hooks_enter(Callbacks.HandleOn(packer), &guard));
        return guard;
    }

    /// <summary>Why hooks on saved tensors are disabled on this thread, or null.</summary>
    public static string? SavingDisabled()
    {
        int disabled;
        NativeText message;
        NativeError.Check(Native.ltf_saved_hooks_disabled(&disabled, &message));
        return disabled == 0 ? null : message.ToString();
    }

    public static void DisableSaving(string? message)
    {
        fixed (byte* text = message is null ? null : NativeText.Terminated(message))
        {
            NativeError.Check(Native.ltf_saved_hooks_disable(text));
        }
    }
}
