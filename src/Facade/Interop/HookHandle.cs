using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>The place of a registered hook; giving it back leaves the hook where it is.</summary>
internal sealed class HookHandle : SafeHandle, ISafeHandleOwner
{
    public HookHandle(nint owned)
        : base(0, ownsHandle: true) => SetHandle(owned);

    public override bool IsInvalid => handle == 0;

    SafeHandle ISafeHandleOwner.Handle => this;

    protected override bool ReleaseHandle()
    {
        Native.ltf_hook_release(handle);
        return true;
    }
}
