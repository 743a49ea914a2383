using System.Runtime;

namespace LibTorch.Interop;

/// <summary>
/// The object through which libtorch calls a callback that is registered on a tensor or a node. A callback that references this tensor or
/// node closes a reference cycle through libtorch, which the garbage collector cannot see. So where only the program's own objects keep the
/// tensors and the node alive, those objects hold the callback and libtorch does not: then the collector can free the whole cycle. Where
/// libtorch itself holds one of them, as a graph does, the callback is kept alive here.
/// </summary>
internal sealed class CallbackRoot(ICallback callback) : IOwnedCallback
{
    // A finalizer of the application's may resurrect objects that were unreachable. What still exists after the collection that may be
    // running and one more was resurrected.
    private const int CollectionsToGo = 2;

    private readonly UninterruptibleLock _changing = new();
    private volatile ICallback? _kept = callback;
    private volatile WeakReference<HeldCallback>? _held;
    private DependentHandle[] _holders = [];
    private Anchors? _anchors;
    private int? _outOfReachSince;
    private bool _released;

    private ICallback Callback =>
        _kept
        ?? (_held is { } held && held.TryGetTarget(out var there) ? there.Callback : _kept)
        ?? throw new InvalidOperationException("The callback and the objects that it was registered on have been garbage-collected.");

    public IHandleOwner?[]? Call(NodeHandle? node, TensorHandle?[] first, TensorHandle?[] second) => Callback.Call(node, first, second);

    /// <summary>Sets what the callback is registered on; until then the callback is kept alive in any case.</summary>
    public void HangOn(Anchors anchors)
    {
        _anchors = anchors;
        CallbackRoots.Add(this);
    }

    /// <summary>
    /// Hands the callback over to the objects that hold what it is registered on, if nothing else holds that. Says whether anything
    /// changed. Only called on the finalizer thread.
    /// </summary>
    public bool Look()
    {
        if (_kept is { } kept)
        {
            return HandOver(kept);
        }

        var wasBroughtBack = _outOfReachSince is { } since && GC.CollectionCount(GC.MaxGeneration) - since >= CollectionsToGo;
        if (!wasBroughtBack || _held is not { } weak || !weak.TryGetTarget(out var held))
        {
            return false;
        }

        Keep(held);
        return true;
    }

    /// <summary>
    /// The objects that hold the callback are unreachable: the callback is kept if libtorch can still call it. Only called on the finalizer
    /// thread.
    /// </summary>
    public void Lost(HeldCallback held)
    {
        if (_held is not { } weak || !weak.TryGetTarget(out var current) || current != held)
        {
            // libtorch has released this object, or the callback was never handed over to `held`.
            held.LetGo();
            return;
        }

        CallbackRoots.NoteChange();
        if (!IsOutOfReach(held))
        {
            Keep(held);
            return;
        }

        _outOfReachSince = GC.CollectionCount(GC.MaxGeneration);
        held.LetGo();
    }

    /// <summary>Called when libtorch releases its reference.</summary>
    public void Dispose()
    {
        HeldCallback? held = null;
        ICallback? kept;
        using (_changing.Enter())
        {
            kept = _kept;
            _held?.TryGetTarget(out held);
            (_kept, _held, _released) = (null, null, true);
            FreeHolders();
        }

        held?.LetGo();
        ((kept ?? held?.Callback) as IOwned)?.Dispose();
        if (_anchors is { } anchors)
        {
            CallbackRoots.Remove(this);
            anchors.Dispose();
        }
    }

    private bool HandOver(ICallback kept)
    {
        var (tensors, node) = _anchors!.Holders();
        if (!_anchors.AreHeldBy(tensors, node, atRest: false))
        {
            return false;
        }

        var held = new HeldCallback(this, kept, node);
        using (_changing.Enter())
        {
            if (!_released)
            {
                _holders = Holders(tensors, node, held);

                // In this order, so that a call at the same time finds the callback in one of the two fields.
                _held = new WeakReference<HeldCallback>(held, trackResurrection: true);
                _kept = null;
                return true;
            }
        }

        held.LetGo();
        return false;
    }

    private void Keep(HeldCallback held)
    {
        using (_changing.Enter())
        {
            if (!_released)
            {
                _kept = held.Callback;
                _held = null;
                _outOfReachSince = null;
                FreeHolders();
            }
        }

        held.LetGo();
    }

    private bool IsOutOfReach(HeldCallback held)
    {
        try
        {
            return _anchors!.AreHeldBy(TensorHolders(), held.Node, atRest: true);
        }
        catch (Exception)
        {
            // A finalizer must not throw. It is better to keep the callback too long than to free it too early.
            return false;
        }
    }

    // The handles of the tensors in their order, and that of the node.
    private static DependentHandle[] Holders(TensorHolder?[] tensors, NodeHandle? node, HeldCallback held) =>
        [.. tensors.Select(holder => new DependentHandle(holder, held)), new DependentHandle(node, held)];

    private TensorHolder?[] TensorHolders()
    {
        // libtorch may release this object at the same time, on another thread.
        using (_changing.Enter())
        {
            ObjectDisposedException.ThrowIf(_released, this);
            return [.. _holders.SkipLast(1).Select(holder => (TensorHolder?)holder.Target)];
        }
    }

    private void FreeHolders()
    {
        foreach (ref var holder in _holders.AsSpan())
        {
            holder.Dispose();
        }

        _holders = [];
    }
}
