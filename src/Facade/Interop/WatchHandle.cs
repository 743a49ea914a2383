using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>A weak reference on a tensor's node: tells whether a backward pass comes to it.</summary>
internal sealed class WatchHandle : SafeHandle, ISafeHandleOwner
{
    public WatchHandle(nint owned)
        : base(0, ownsHandle: true) => SetHandle(owned);

    public override bool IsInvalid => handle == 0;

    SafeHandle ISafeHandleOwner.Handle => this;

    protected override bool ReleaseHandle()
    {
        Native.ltf_watch_release(handle);
        return true;
    }
}
