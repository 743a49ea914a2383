namespace LibTorch.Interop;

/// <summary>What the autograd engine and its graph are asked for.</summary>
internal static unsafe class AutogradCalls
{
    public static TensorHandle? Grad(IHandleOwner tensor)
    {
        using var lease = new Lease();
        nint grad;
        NativeError.Check(Native.ltf_tensor_grad(lease.Take(tensor), &grad));
        return TensorHandle.Own(grad);
    }

    public static void SetGrad(IHandleOwner tensor, IHandleOwner? grad)
    {
        using var lease = new Lease();
        NativeError.Check(Native.ltf_tensor_set_grad(lease.Take(tensor), grad is null ? 0 : lease.Take(grad)));
    }

    public static void SetRequiresGrad(IHandleOwner tensor, bool value)
    {
        using var lease = new Lease();
        NativeError.Check(Native.ltf_tensor_set_requires_grad(lease.Take(tensor), value ? 1 : 0));
    }

    public static void RetainGrad(IHandleOwner tensor)
    {
        using var lease = new Lease();
        NativeError.Check(Native.ltf_tensor_retain_grad(lease.Take(tensor)));
    }

    public static long OutputNr(IHandleOwner tensor)
    {
        using var lease = new Lease();
        long number;
        NativeError.Check(Native.ltf_tensor_output_nr(lease.Take(tensor), &number));
        return number;
    }

    public static NodeHandle? GradFn(IHandleOwner tensor)
    {
        using var lease = new Lease();
        nint node;
        NativeError.Check(Native.ltf_tensor_grad_fn(lease.Take(tensor), &node));
        return node == 0 ? null : new NodeHandle(node);
    }

    public static string NodeName(IHandleOwner node)
    {
        using var lease = new Lease();
        NativeText name;
        NativeError.Check(Native.ltf_node_name(lease.Take(node), &name));
        return name.ToString();
    }

    /// <summary>Runs the engine; gives a gradient (or null) for each input unless the flags say to accumulate.</summary>
    public static TensorHandle?[] Run(
        ReadOnlySpan<IHandleOwner> outputs, ReadOnlySpan<IHandleOwner?> gradients, ReadOnlySpan<IHandleOwner> inputs, AutogradFlags flags)
    {
        using var lease = new Lease();
        var results = lease.Room(inputs.Length);
        NativeError.Check(Native.ltf_autograd_run(
            lease.Take(outputs!), lease.Take(gradients), outputs.Length, lease.Take(inputs!), inputs.Length, flags, results));
        if (flags.HasFlag(AutogradFlags.Accumulate))
        {
            return [];
        }

        var grads = new TensorHandle?[inputs.Length];
        for (var i = 0; i < grads.Length; i++)
        {
            grads[i] = TensorHandle.Own(results[i]);
        }

        return grads;
    }
}
