namespace LibTorch.Interop;

/// <summary>
/// The tensors and the node of the graph that a callback is registered on, held weakly. Tells whether the program's own objects are all
/// that keeps them alive; the references that the tensors and the node have on each other do not count.
/// </summary>
internal sealed unsafe class Anchors : IDisposable
{
    private readonly AnchorsHandle _native;
    private readonly TensorMark[] _tensors;
    private readonly WeakReference<NodeHandle>? _node;

    /// <param name="tensors">The tensors, none of which is disposed.</param>
    /// <param name="node">The object for the node, which the program may hold; null: the node of the only tensor.</param>
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

    /// <summary>The managed objects that hold the tensors and the node now; null where there is none.</summary>
    public (TensorHolder?[] Tensors, NodeHandle? Node) Holders()
    {
        var holders = Array.ConvertAll(_tensors, TensorRegistry.Holder);
        return (holders, _node is { } weak && weak.TryGetTarget(out var node) && !node.IsClosed ? node : null);
    }

    /// <summary>Whether these objects are all that keeps the tensors and the node alive.</summary>
    /// <param name="tensors">The holder of each tensor, or null.</param>
    /// <param name="node">The object for the node, or null.</param>
    /// <param name="atRest">Whether no other thread can use them any more, so that more can be checked.</param>
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
