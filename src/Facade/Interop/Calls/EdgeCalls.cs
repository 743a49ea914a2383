namespace LibTorch.Interop;

/// <summary>Differentiating from and by places in the graph, and asking about the backward pass that runs.</summary>
internal static unsafe class EdgeCalls
{
    /// <summary>Where the tensor's gradient is computed; no node where it has none.</summary>
    public static (NodeHandle? Node, long Number) Of(IHandleOwner tensor)
    {
        using var lease = new Lease();
        nint node;
        long number;
        NativeError.Check(Native.ltf_tensor_gradient_edge(lease.Take(tensor), &node, &number));
        return (NodeHandle.Own(node), number);
    }

    /// <summary>Zeros like the gradient at one of the node's inputs.</summary>
    public static TensorHandle Zeros(IHandleOwner node, long number)
    {
        using var lease = new Lease();
        nint zeros;
        NativeError.Check(Native.ltf_node_input_zeros(lease.Take(node), number, &zeros));
        return TensorHandle.Own(zeros)!.Value;
    }

    /// <summary>Runs the engine; gives a gradient (or null) for each input unless the flags say to accumulate.</summary>
    public static TensorHandle?[] Run(
        ReadOnlySpan<IHandleOwner> outputs, long[] outputNumbers, ReadOnlySpan<IHandleOwner?> gradients, ReadOnlySpan<IHandleOwner> inputs, long[] inputNumbers, AutogradFlags flags, ICaller? caller)
    {
        using var lease = new Lease();
        var results = lease.Room(inputs.Length);
        fixed (long* from = outputNumbers, to = inputNumbers)
        {
            var starts = new Edges { Nodes = lease.Take(outputs!), Numbers = from, Count = outputs.Length };
            var ends = new Edges { Nodes = lease.Take(inputs!), Numbers = to, Count = inputs.Length };
            NativeError.Check(Native.ltf_autograd_run_edges(&starts, lease.Take(gradients), &ends, flags, caller is null ? default : Callbacks.HandleOn(caller), results));
        }

        return flags.HasFlag(AutogradFlags.Accumulate) ? [] : TensorHandle.Own(results, inputs.Length);
    }

    /// <summary>Which backward pass the calling thread is in, or -1.</summary>
    public static long CurrentTask()
    {
        long task;
        NativeError.Check(Native.ltf_backward_task(&task));
        return task;
    }

    /// <summary>Has it disposed of when the backward pass that the calling thread is in has ended, well or not.</summary>
    public static void KeepForTask(IOwned target) => NativeError.Check(Native.ltf_backward_keep(Callbacks.HandleOn(target)));

    /// <summary>Watches the tensor's node without keeping it alive.</summary>
    public static WatchHandle Watch(IHandleOwner tensor)
    {
        using var lease = new Lease();
        nint watch;
        NativeError.Check(Native.ltf_watch_make(lease.Take(tensor), &watch));
        return new WatchHandle(watch);
    }

    /// <summary>Whether the backward pass that the calling thread is in comes to the watched node.</summary>
    public static bool WillExecute(WatchHandle watch)
    {
        using var lease = new Lease();
        int will;
        NativeError.Check(Native.ltf_watch_will_execute(lease.Take(watch), &will));
        return will != 0;
    }
}
