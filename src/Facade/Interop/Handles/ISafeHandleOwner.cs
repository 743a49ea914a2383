using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>
/// An owner whose reference is an ordinary <see cref="SafeHandle"/>. Only tensors are none: there are too many of them for one more object
/// each.
/// </summary>
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
