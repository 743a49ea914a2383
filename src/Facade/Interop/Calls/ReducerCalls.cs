namespace LibTorch.Interop;

/// <summary>Averages gradients over the ranks of a group.</summary>
internal static unsafe class ReducerCalls
{
    /// <summary>Broadcasts one rank's tensors to all ranks, in place.</summary>
    public static void Broadcast(IHandleOwner group, ReadOnlySpan<IHandleOwner?> tensors, long bufferBytes, int root)
    {
        using var lease = new Lease();
        NativeError.Check(Native.ltf_broadcast_coalesced(lease.Take(group), lease.Take(tensors), tensors.Length, bufferBytes, root));
    }

    /// <summary>Fails if a rank's parameters differ from rank 0's in number, shape or dtype.</summary>
    public static void Verify(IHandleOwner group, ReadOnlySpan<IHandleOwner?> parameters)
    {
        using var lease = new Lease();
        NativeError.Check(Native.ltf_verify_parameters(lease.Take(group), lease.Take(parameters), parameters.Length));
    }

    /// <param name="group">The group.</param>
    /// <param name="parameters">The parameters whose gradients are averaged.</param>
    /// <param name="sparse">For each parameter, 1 if its gradient is sparse.</param>
    /// <param name="options">The options of the reducer.</param>
    public static ReducerHandle Create(IHandleOwner group, ReadOnlySpan<IHandleOwner?> parameters, int[] sparse, ReducerOptions options)
    {
        using var lease = new Lease();
        nint reducer;
        fixed (int* areSparse = sparse)
        {
            NativeError.Check(Native.ltf_reducer_create(lease.Take(group), lease.Take(parameters), areSparse, parameters.Length, &options, &reducer));
        }

        return new ReducerHandle(reducer);
    }

    /// <summary>Sends gradients over the network in another dtype.</summary>
    public static void Compress(IHandleOwner reducer, IHandleOwner group, int dtype)
    {
        using var lease = new Lease();
        NativeError.Check(Native.ltf_reducer_compress(lease.Take(reducer), lease.Take(group), dtype));
    }

    /// <summary>Uses a callback to average each bucket.</summary>
    public static void Hook(IHandleOwner reducer, ICallback hook)
    {
        using var lease = new Lease();
        NativeError.Check(Native.ltf_reducer_hook(lease.Take(reducer), Callbacks.HandleOn(hook)));
    }

    /// <summary>Has the next pass's gradients be divided by the number of ranks that the work counts, or of all.</summary>
    public static void Expect(IHandleOwner reducer, IHandleOwner work, bool byAll)
    {
        using var lease = new Lease();
        NativeError.Check(Native.ltf_reducer_expect(lease.Take(reducer), lease.Take(work), byAll ? 1 : 0));
    }

    /// <summary>Takes part in the other ranks' backward pass with gradients of zeros.</summary>
    public static void Join(IHandleOwner reducer, IHandleOwner group, bool findsUnused)
    {
        using var lease = new Lease();
        NativeError.Check(Native.ltf_reducer_join(lease.Take(reducer), lease.Take(group), findsUnused ? 1 : 0));
    }

    public static void PrepareForForward(IHandleOwner reducer)
    {
        using var lease = new Lease();
        NativeError.Check(Native.ltf_reducer_prepare_for_forward(lease.Take(reducer)));
    }

    /// <summary>Rebuilds the buckets in the order in which gradients were ready in the first pass. Says whether it did.</summary>
    public static bool RebuildBuckets(IHandleOwner reducer)
    {
        using var lease = new Lease();
        int rebuilt;
        NativeError.Check(Native.ltf_reducer_rebuild_buckets(lease.Take(reducer), &rebuilt));
        return rebuilt != 0;
    }

    /// <param name="reducer">The reducer.</param>
    /// <param name="outputs">The outputs whose graph is searched for unused parameters; none: all parameters count as used.</param>
    public static void PrepareForBackward(IHandleOwner reducer, ReadOnlySpan<IHandleOwner?> outputs)
    {
        using var lease = new Lease();
        NativeError.Check(Native.ltf_reducer_prepare_for_backward(lease.Take(reducer), lease.Take(outputs), outputs.Length));
    }

    /// <summary>To be called in a backward pass: all gradients are then averaged at the end of the pass.</summary>
    public static void DelayAllReduce(IHandleOwner reducer)
    {
        using var lease = new Lease();
        NativeError.Check(Native.ltf_reducer_delay_all_reduce(lease.Take(reducer)));
    }
}
