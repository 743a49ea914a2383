using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>An owner whose reference is an ordinary <see cref="SafeHandle"/>: all but tensors, which are too many for one object more each.</summary>
internal interface ISafeHandleOwner : IHandleOwner
{
    public SafeHandle Handle { get; }

    nint IHandleOwner.Acquire(out IHandleOwner holder)
    {
        holder = this;
        ObjectDisposedException.ThrowIf(Handle.IsClosed, this);
        var added = false;
        Handle.DangerousAddRef(ref added);
        return Handle.DangerousGetHandle();
    }

    void IHandleOwner.Release() => Handle.DangerousRelease();
}
