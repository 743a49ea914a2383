// The rule expects SuppressFinalize in Dispose only; here this object's finalizer takes over for the node's.
#pragma warning disable CA1816

namespace LibTorch.Interop;

/// <summary>
/// A callback that stays alive as long as one of the objects that hold it. When all of them are unreachable, the finalizer reports it to
/// the root.
/// </summary>
internal sealed class HeldCallback
{
    private readonly CallbackRoot _root;

    /// <param name="root">The object through which libtorch calls the callback.</param>
    /// <param name="callback">The callback.</param>
    /// <param name="node">The object for the node that the callback is registered on, if there is one.</param>
    public HeldCallback(CallbackRoot root, ICallback callback, NodeHandle? node)
    {
        _root = root;
        Callback = callback;
        Node = node;
        if (node is not null)
        {
            // If both were finalized together, the node's handle would be closed even where the callback is kept.
            GC.SuppressFinalize(node);
        }
    }

    ~HeldCallback() => _root.Lost(this);

    public ICallback Callback { get; }

    /// <summary>The object for the node that the callback is registered on, if there is one.</summary>
    public NodeHandle? Node { get; }

    /// <summary>Lets the node's object be finalized on its own again.</summary>
    public void LetGo()
    {
        GC.SuppressFinalize(this);
        if (Node is not null)
        {
            GC.ReRegisterForFinalize(Node);
        }
    }
}
