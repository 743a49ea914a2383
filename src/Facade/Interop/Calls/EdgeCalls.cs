namespace LibTorch.Interop;

/// <summary>Gradient edges: backward passes from and to them, and questions about the running backward pass.</summary>
internal static unsafe class EdgeCalls
{
    /// <summary>The tensor's gradient edge; no node where the tensor requires no gradient.</summary>
    public static (NodeHandle? Node, long Number) Of(IHandleOwner tensor)
    {
        using var lease = new Lease();
        nint node;
        long number;
        NativeError.Check(Native.ltf_tensor_gradient_edge(lease.Take(tensor), &node, &number));
        return (NodeHandle.Own(node), number);
    }

    /// <summary>Zeros with the shape, dtype and device of the gradient at one of the node's inputs.</summary>
    public static TensorHandle Zeros(IHandleOwner node, long number)
    {
        using var lease = new Lease();
        nint zeros;
        NativeError.Check(Native.ltf_node_input_zeros(lease.Take(node), number, &zeros));
        return TensorHandle.Own(zeros)!.Value;
    }

    /// <summary>Runs the engine. Returns a gradient, or null, for each input, unless the flags say to accumulate.</summary>
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

    /// <summary>The number of the backward pass that the calling thread is in, or -1.</summary>
    public static long CurrentTask()
    {
        long task;
        NativeError.Check(Native.ltf_backward_task(&task));
        return task;
    }

    /// <summary>Disposes of the target when the backward pass that the calling thread is in has ended, whether or not it failed.</summary>
    public static void KeepForTask(IOwned target) => NativeError.Check(Native.ltf_backward_keep(Callbacks.HandleOn(target)));

    /// <summary>Watches the tensor's node without keeping it alive.</summary>
    public static WatchHandle Watch(IHandleOwner tensor)
    {
        using var lease = new Lease();
        nint watch;
        NativeError.Check(Native.ltf_watch_make(lease.Take(tensor), &watch));
        return new WatchHandle(watch);
    }

    /// <summary>Whether the backward pass that the calling thread is in will execute the watched node.</summary>
    public static bool WillExecute(WatchHandle watch)
    {
        using var lease = new Lease();
        int will;
        NativeError.Check(Native.ltf_watch_will_execute(lease.Take(watch), &will));
        return will != 0;
    }
}
