namespace LibTorch.Interop;

/// <summary>The calling thread's device of a type, and the memory that libtorch's allocator took of one.</summary>
internal static unsafe class DeviceCalls
{
    public static int Current(int type)
    {
        int index;
        NativeError.Check(Native.ltf_device_current(type, &index));
        return index;
    }

    public static void Set(int type, int index) => NativeError.Check(Native.ltf_device_set(type, index));

    /// <summary>Goes back to the device that was current before; one that nothing was done on yet is left alone.</summary>
    public static void Restore(int type, int index) => NativeError.Check(Native.ltf_device_restore(type, index));

    /// <summary>In the order of <see cref="DeviceFigures.Names"/>.</summary>
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
