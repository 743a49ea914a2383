namespace LibTorch.Interop;

/// <summary>Calls to the autograd engine and about the graph.</summary>
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

    /// <summary>Runs the engine. Returns a gradient, or null, for each input, unless the flags say to accumulate.</summary>
    public static TensorHandle?[] Run(
        ReadOnlySpan<IHandleOwner> outputs, ReadOnlySpan<IHandleOwner?> gradients, ReadOnlySpan<IHandleOwner> inputs, AutogradFlags flags, ICaller? caller)
    {
        using var lease = new Lease();
        var results = lease.Room(inputs.Length);
        NativeError.Check(Native.ltf_autograd_run(
            lease.Take(outputs!), lease.Take(gradients), outputs.Length, lease.Take(inputs!), inputs.Length, flags, caller is null ? default : Callbacks.HandleOn(caller), results));
        if (flags.HasFlag(AutogradFlags.Accumulate))
        {
            return [];
        }

        return TensorHandle.Own(results, inputs.Length);
    }

    /// <summary>Whether the running backward pass reaches every leaf, so that a checkpoint may recompute in it.</summary>
    public static bool IsCheckpointValid()
    {
        int valid;
        NativeError.Check(Native.ltf_checkpoint_valid(&valid));
        return valid != 0;
    }

    public static (bool Enabled, bool CheckNan) AnomalyMode()
    {
        int enabled, checkNan;
        Native.ltf_anomaly_mode(&enabled, &checkNan);
        return (enabled != 0, checkNan != 0);
    }

    public static void SetAnomalyMode(bool enabled, bool checkNan) => Native.ltf_set_anomaly_mode(enabled ? 1 : 0, checkNan ? 1 : 0);
}
