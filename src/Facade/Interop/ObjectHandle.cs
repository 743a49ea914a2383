using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>One owned value of libtorch's that has no other counterpart here.</summary>
internal sealed class ObjectHandle : SafeHandle
{
    public ObjectHandle(nint owned)
        : base(0, ownsHandle: true) => SetHandle(owned);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Native.ltf_object_release(handle);
        return true;
    }
}
