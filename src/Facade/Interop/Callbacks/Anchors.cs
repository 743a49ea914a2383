namespace LibTorch.Interop;

/// <summary>
/// What a callback hangs on: tensors, and a node of the graph. It tells whether the program's own objects are all that
/// keeps them alive; their own references on each other do not count.
/// </summary>
internal sealed unsafe class Anchors : IDisposable
{
    private readonly AnchorsHandle _native;
    private readonly TensorMark[] _tensors;
    private readonly WeakReference<NodeHandle>? _node;

    /// <param name="tensors">The tensors, all of which are open.</param>
    /// <param name="node">The object for the node, which the program may hold; null for the only tensor's node.</param>
    public Anchors(ReadOnlySpan<ITensorOwner> tensors, NodeHandle? node)
    {
        _tensors = new TensorMark[tensors.Length];
        _node = node is null ? null : new WeakReference<NodeHandle>(node, trackResurrection: true);
        using var lease = new Lease();
        var pointers = lease.Room(tensors.Length);
        for (var i = 0; i < tensors.Length; i++)
        {
            pointers[i] = lease.Take(tensors[i]);
            _tensors[i] = tensors[i].Mark;
        }

        nint anchors;
        NativeError.Check(Native.ltf_anchors_make(pointers, tensors.Length, node is null ? 0 : lease.Take(node), &anchors));
        _native = new AnchorsHandle(anchors);
    }

    /// <summary>The objects that hold them now; null for each that there is none for.</summary>
    public (TensorHolder?[] Tensors, NodeHandle? Node) Holders()
    {
        var holders = Array.ConvertAll(_tensors, TensorRegistry.Holder);
        return (holders, _node is { } weak && weak.TryGetTarget(out var node) && !node.IsClosed ? node : null);
    }

    /// <summary>Whether these objects are all that holds them.</summary>
    /// <param name="tensors">For each tensor the holder, or null.</param>
    /// <param name="node">The node's, or null.</param>
    /// <param name="atRest">Whether nobody uses them any more.</param>
    public bool AreHeldBy(ReadOnlySpan<TensorHolder?> tensors, NodeHandle? node, bool atRest)
    {
        Span<int> counts = stackalloc int[_tensors.Length];
        for (var i = 0; i < counts.Length; i++)
        {
            counts[i] = tensors[i] is { } holder && _tensors[i].IsHeldBy(holder) ? 1 : 0;
        }

        using var lease = new Lease();
        int held;
        fixed (int* holders = counts)
        {
            NativeError.Check(Native.ltf_anchors_held_by(lease.Take(_native), holders, node is null ? 0 : 1, atRest ? 1 : 0, &held));
        }

        return held != 0;
    }

    public void Dispose() => _native.Dispose();
}
