using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>One owned reference on a node of the autograd graph.</summary>
internal sealed class NodeHandle : SafeHandle
{
    public NodeHandle(nint owned)
        : base(0, ownsHandle: true) => SetHandle(owned);

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        Native.ltf_node_release(handle);
        return true;
    }
}
