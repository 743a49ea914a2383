// The rule knows finalizers that Dispose makes needless; here one takes over for another.
#pragma warning disable CA1816

namespace LibTorch.Interop;

/// <summary>A callback that lives as long as one of the objects that hold what it hangs on; its finalizer tells that nobody can come to any of them.</summary>
internal sealed class HeldCallback
{
    private readonly CallbackRoot _root;

    /// <param name="root">What libtorch knows the callback by.</param>
    /// <param name="callback">The callback.</param>
    /// <param name="node">The object for the node that it hangs on, if there is one.</param>
    public HeldCallback(CallbackRoot root, ICallback callback, NodeHandle? node)
    {
        _root = root;
        Callback = callback;
        Node = node;
        if (node is not null)
        {
            // Finalized together with this one it would be closed for the callback, should that be kept.
            GC.SuppressFinalize(node);
        }
    }

    ~HeldCallback() => _root.Lost(this);

    public ICallback Callback { get; }

    /// <summary>The object for the node that it hangs on, if there is one.</summary>
    public NodeHandle? Node { get; }

    /// <summary>Leaves the node's object to its own finalizer again.</summary>
    public void LetGo()
    {
        GC.SuppressFinalize(this);
        if (Node is not null)
        {
            GC.ReRegisterForFinalize(Node);
        }
    }
}
