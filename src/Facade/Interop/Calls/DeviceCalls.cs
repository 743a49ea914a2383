namespace LibTorch.Interop;

/// <summary>The calling thread's current device of a type, and the memory that libtorch's allocator has taken of a device.</summary>
internal static unsafe class DeviceCalls
{
    public static int Current(int type)
    {
        int index;
        NativeError.Check(Native.ltf_device_current(type, &index));
        return index;
    }

    public static void Set(int type, int index) => NativeError.Check(Native.ltf_device_set(type, index));

    /// <summary>
    /// Makes the previous device current again. A device that has no context yet is left alone, since setting it could create one.
    /// </summary>
    public static void Restore(int type, int index) => NativeError.Check(Native.ltf_device_restore(type, index));

    /// <summary>The allocator's statistics, in the order of <see cref="DeviceFigures.Names"/>.</summary>
    public static long[] Figures(int type, int index)
    {
        var figures = new long[DeviceFigures.Names.Count];
        fixed (long* place = figures)
        {
            NativeError.Check(Native.ltf_device_memory_figures(type, index, place));
        }

        return figures;
    }

    public static void ResetAccumulatedMemory(int type, int index) => NativeError.Check(Native.ltf_device_memory_reset_accumulated(type, index));

    public static void ResetPeakMemory(int type, int index) =>
        NativeError.Check(Native.ltf_device_memory_reset_peak(type, index));

    public static void EmptyCache(int type) => NativeError.Check(Native.ltf_device_memory_empty_cache(type));
}
