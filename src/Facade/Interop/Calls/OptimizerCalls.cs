namespace LibTorch.Interop;

/// <summary>Steps of optimizers in one call each.</summary>
internal static unsafe class OptimizerCalls
{
    /// <summary>Steps parameters by Adam: for each a parameter, its gradient, both averages and the largest or none. Says whether it was done.</summary>
    public static bool Adam(AdamStep options, ReadOnlySpan<IHandleOwner?> tensors, ReadOnlySpan<IHandleOwner?> counters)
    {
        using var lease = new Lease();
        int stepped;
        NativeError.Check(Native.ltf_adam_step(&options, lease.Take(tensors), lease.Take(counters), counters.Length, &stepped));
        return stepped != 0;
    }

    /// <summary>Steps parameters by SGD: for each a parameter, its gradient, and the momentum buffer or none. Says whether it was done.</summary>
    public static bool Sgd(SgdStep options, ReadOnlySpan<IHandleOwner?> tensors)
    {
        using var lease = new Lease();
        int stepped;
        NativeError.Check(Native.ltf_sgd_step(&options, lease.Take(tensors), tensors.Length / 3, &stepped));
        return stepped != 0;
    }
}
