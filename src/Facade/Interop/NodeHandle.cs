using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>One owned reference on a node of the autograd graph.</summary>
internal sealed class NodeHandle : SafeHandle, ISafeHandleOwner
{
    public NodeHandle(nint owned)
        : base(0, ownsHandle: true) => SetHandle(owned);

    public override bool IsInvalid => handle == 0;

    SafeHandle ISafeHandleOwner.Handle => this;

    /// <summary>Takes over a reference that libtorch handed out; null for none.</summary>
    public static NodeHandle? Own(nint pointer) => pointer == 0 ? null : new NodeHandle(pointer);

    protected override bool ReleaseHandle()
    {
        Native.ltf_node_release(handle);
        return true;
    }
}
