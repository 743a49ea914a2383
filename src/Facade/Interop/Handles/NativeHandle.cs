using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>One owned native pointer, which is released by a function for its type.</summary>
internal abstract class NativeHandle : SafeHandle, ISafeHandleOwner
{
    protected NativeHandle(nint owned)
        : base(0, ownsHandle: true) => SetHandle(owned);

    public sealed override bool IsInvalid => handle == 0;

    SafeHandle ISafeHandleOwner.Handle => this;

    protected sealed override bool ReleaseHandle()
    {
        GiveBack(handle);
        return true;
    }

    protected abstract void GiveBack(nint owned);
}
