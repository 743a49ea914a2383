namespace LibTorch.Interop;

/// <summary>Autocast: in which dtype the calling thread's operators compute.</summary>
internal static unsafe class AutocastCalls
{
    public static AutocastState State(int deviceType)
    {
        AutocastState state;
        NativeError.Check(Native.ltf_autocast_state(deviceType, &state));
        return state;
    }

    public static void Enter(int deviceType, AutocastState state) =>
        NativeError.Check(Native.ltf_autocast_enter(deviceType, &state));

    public static void Exit(int deviceType, AutocastState previous) =>
        NativeError.Check(Native.ltf_autocast_exit(deviceType, &previous));
}
