namespace LibTorch.Interop;

/// <summary>One owned reference to a node of the autograd graph.</summary>
internal sealed class NodeHandle(nint owned) : NativeHandle(owned)
{
    /// <summary>Takes over a reference that libtorch handed out; null for none.</summary>
    public static NodeHandle? Own(nint pointer) => pointer == 0 ? null : new NodeHandle(pointer);

    protected override void GiveBack(nint owned) => Native.ltf_node_release(owned);
}
