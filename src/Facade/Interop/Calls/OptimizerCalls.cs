namespace LibTorch.Interop;

/// <summary>Optimizer steps for many parameters in one native call.</summary>
internal static unsafe class OptimizerCalls
{
    /// <summary>
    /// Steps parameters by Adam. <paramref name="tensors"/> has five tensors for each: the parameter, its gradient, both averages, and the
    /// maximum of the second one or null. False if this was not possible, and nothing was changed.
    /// </summary>
    public static bool Adam(AdamStep options, ReadOnlySpan<IHandleOwner?> tensors, ReadOnlySpan<IHandleOwner?> counters)
    {
        using var lease = new Lease();
        int stepped;
        NativeError.Check(Native.ltf_adam_step(&options, lease.Take(tensors), lease.Take(counters), counters.Length, &stepped));
        return stepped != 0;
    }

    /// <summary>
    /// Steps parameters by SGD. <paramref name="tensors"/> has three tensors for each: the parameter, its gradient, and the momentum buffer
    /// or null. False if this was not possible, and nothing was changed.
    /// </summary>
    public static bool Sgd(SgdStep options, ReadOnlySpan<IHandleOwner?> tensors)
    {
        using var lease = new Lease();
        int stepped;
        NativeError.Check(Native.ltf_sgd_step(&options, lease.Take(tensors), tensors.Length / 3, &stepped));
        return stepped != 0;
    }
}
