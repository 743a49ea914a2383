namespace LibTorch.Interop;

/// <summary>Process-wide choices between kernels.</summary>
internal static unsafe class BackendCalls
{
    public static bool IsOn(BackendFlag flag) => Number(flag) != 0;

    public static void Turn(BackendFlag flag, bool on) => Set(flag, on ? 1 : 0);

    public static long Number(BackendFlag flag)
    {
        long value;
        NativeError.Check(Native.ltf_backend_flag((int)flag, &value));
        return value;
    }

    public static void Set(BackendFlag flag, long value) => NativeError.Check(Native.ltf_set_backend_flag((int)flag, value));
}
