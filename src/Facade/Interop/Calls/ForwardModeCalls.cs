namespace LibTorch.Interop;

/// <summary>Levels of forward mode differentiation.</summary>
internal static unsafe class ForwardModeCalls
{
    public static void Enter()
    {
        long level;
        NativeError.Check(Native.ltf_dual_enter(&level));
    }

    public static void Exit(long level) => NativeError.Check(Native.ltf_dual_exit(level));

    /// <summary>The tensor behind a node that turns its gradient into an undefined tensor.</summary>
    public static TensorHandle UndefinedGrad(IHandleOwner tensor)
    {
        using var lease = new Lease();
        nint result;
        NativeError.Check(Native.ltf_undefined_grad(lease.Take(tensor), &result));
        return TensorHandle.Own(result)!.Value;
    }
}
