namespace LibTorch.Interop;

/// <summary>Marks for NVIDIA's profilers.</summary>
internal static unsafe class NvtxCalls
{
    public static int Push(string message)
    {
        int depth;
        fixed (byte* bytes = NativeText.Terminated(message))
        {
            NativeError.Check(Native.ltf_nvtx_range_push(bytes, &depth));
        }

        return depth;
    }

    public static int Pop()
    {
        int depth;
        NativeError.Check(Native.ltf_nvtx_range_pop(&depth));
        return depth;
    }

    public static ulong Start(string message)
    {
        ulong range;
        fixed (byte* bytes = NativeText.Terminated(message))
        {
            NativeError.Check(Native.ltf_nvtx_range_start(bytes, &range));
        }

        return range;
    }

    public static void End(ulong range) => NativeError.Check(Native.ltf_nvtx_range_end(range));

    public static void Mark(string message)
    {
        fixed (byte* bytes = NativeText.Terminated(message))
        {
            NativeError.Check(Native.ltf_nvtx_mark(bytes));
        }
    }
}
