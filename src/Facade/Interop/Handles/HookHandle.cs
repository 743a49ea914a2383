namespace LibTorch.Interop;

/// <summary>The place of a registered hook; giving it back leaves the hook where it is.</summary>
internal sealed class HookHandle(nint owned) : NativeHandle(owned)
{
    protected override void GiveBack(nint owned) => Native.ltf_hook_release(owned);
}
