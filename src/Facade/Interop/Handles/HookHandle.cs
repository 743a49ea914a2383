namespace LibTorch.Interop;

/// <summary>The registration of a hook. Releasing this handle does not unregister the hook.</summary>
internal sealed class HookHandle(nint owned) : NativeHandle(owned)
{
    protected override void GiveBack(nint owned) => Native.ltf_hook_release(owned);
}
