namespace LibTorch.Interop;

/// <summary>Adds custom autograd functions to the graph.</summary>
internal static unsafe class FunctionCalls
{
    /// <summary>The node that will call <paramref name="backward"/>; null where no gradient is recorded.</summary>
    public static NodeHandle? Begin(string name, ReadOnlySpan<IHandleOwner?> inputs, ICallback backward)
    {
        using var lease = new Lease();
        var pointers = lease.Take(inputs);
        nint node;
        fixed (byte* text = NativeText.Terminated(name))
        {
            NativeError.Check(Native.ltf_function_begin(text, pointers, inputs.Length, Callbacks.HandleOn(backward), &node));
        }

        return NodeHandle.Own(node);
    }

    /// <summary>Connects the outputs to the graph. Null for an output that is still the same tensor afterwards.</summary>
    public static TensorHandle?[] End(
        NodeHandle? node,
        ReadOnlySpan<IHandleOwner?> inputs,
        ReadOnlySpan<IHandleOwner?> outputs,
        ReadOnlySpan<IHandleOwner?> dirty,
        ReadOnlySpan<IHandleOwner?> nonDifferentiable,
        ReadOnlySpan<IHandleOwner?> saved,
        bool materialize)
    {
        using var lease = new Lease();
        var outcome = new FunctionOutcome
        {
            Inputs = lease.Take(inputs),
            InputCount = inputs.Length,
            Outputs = lease.Take(outputs),
            OutputCount = outputs.Length,
            Dirty = lease.Take(dirty),
            DirtyCount = dirty.Length,
            NonDifferentiable = lease.Take(nonDifferentiable),
            NonDifferentiableCount = nonDifferentiable.Length,
            Saved = lease.Take(saved),
            SavedCount = saved.Length,
            Materialize = materialize ? 1 : 0,
        };
        var results = lease.Room(outputs.Length);
        NativeError.Check(Native.ltf_function_end(node is null ? 0 : lease.Take(node), &outcome, results));
        var handles = new TensorHandle?[outputs.Length];
        for (var i = 0; i < handles.Length; i++)
        {
            if (results[i] == outcome.Outputs[i])
            {
                Native.ltf_tensor_release(results[i]);
            }
            else
            {
                handles[i] = TensorHandle.Own(results[i]);
            }
        }

        return handles;
    }

    /// <summary>The tensors saved for backward. Fails if one of them was modified since.</summary>
    public static TensorHandle?[] Saved(NodeHandle node)
    {
        using var lease = new Lease();
        var pointer = lease.Take(node);
        int count;
        NativeError.Check(Native.ltf_function_saved(pointer, null, 0, &count));
        var results = lease.Room(count);
        NativeError.Check(Native.ltf_function_saved(pointer, results, count, &count));
        return TensorHandle.Own(results, count);
    }

    /// <summary>The same tensors behind a node whose backward fails with this message.</summary>
    public static TensorHandle?[] DelayedError(string message, ReadOnlySpan<IHandleOwner?> tensors)
    {
        using var lease = new Lease();
        var pointers = lease.Take(tensors);
        var results = lease.Room(tensors.Length);
        fixed (byte* text = NativeText.Terminated(message))
        {
            NativeError.Check(Native.ltf_delayed_error(text, pointers, tensors.Length, results));
        }

        return TensorHandle.Own(results, tensors.Length);
    }
}
