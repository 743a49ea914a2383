using System.Runtime;

namespace LibTorch.Interop;

/// <summary>
/// What libtorch knows a callback by that hangs on a tensor or a node. A callback that comes back to what it hangs on
/// closes a reference cycle through libtorch, which the collector does not see. So where only the program's own objects hold what
/// the callback hangs on, they hold the callback as well, and libtorch does not: the collector then takes the whole cycle.
/// Where libtorch holds some of it for itself, as a graph does, the callback is kept for libtorch to call.
/// </summary>
internal sealed class CallbackRoot(ICallback callback) : IOwnedCallback
{
    // A finalizer of the application's may bring back what nobody could come to. Whatever is still there after the
    // collection that may run meanwhile and one more was brought back.
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

    /// <summary>Says what it hangs on; until then it is kept in any case.</summary>
    public void HangOn(Anchors anchors)
    {
        _anchors = anchors;
        CallbackRoots.Add(this);
    }

    /// <summary>Leaves the callback to who holds what it hangs on, if nobody else does. Says whether anything changed. On the finalizer's thread only.</summary>
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

    /// <summary>Nobody can come to those who hold the callback: it is kept if libtorch can come to it. On the finalizer's thread only.</summary>
    public void Lost(HeldCallback held)
    {
        if (_held is not { } weak || !weak.TryGetTarget(out var current) || current != held)
        {
            // libtorch has let go, or it never came to hold the callback.
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

    /// <summary>libtorch needs it no more.</summary>
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

                // In this order, for who calls meanwhile.
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
            // A finalizer must not throw. Kept too long is better than gone too early.
            return false;
        }
    }

    // The tensors' in their order, and the node's.
    private static DependentHandle[] Holders(TensorHolder?[] tensors, NodeHandle? node, HeldCallback held) =>
        [.. tensors.Select(holder => new DependentHandle(holder, held)), new DependentHandle(node, held)];

    private TensorHolder?[] TensorHolders()
    {
        // libtorch may let go meanwhile, on another thread.
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
