namespace LibTorch.Interop;

/// <summary>Calls for CUDA devices only.</summary>
internal static unsafe class CudaCalls
{
    private static volatile bool _ready;

    /// <summary>Whether CUDA has been loaded and can be used.</summary>
    public static bool IsReady => _ready;

    /// <summary>Loads CUDA, or throws with the reason why it cannot be used.</summary>
    public static void Require()
    {
        if (!_ready)
        {
            NativeError.Check(Native.ltf_cuda_require());
            _ready = true;
        }
    }

    public static bool IsBuilt()
    {
        int built;
        NativeError.Check(Native.ltf_cuda_is_built(&built));
        return built != 0;
    }

    /// <summary>The version of cuDNN; 0 where CUDA cannot be used, or has no cuDNN.</summary>
    public static long CudnnVersion()
    {
        long version;
        NativeError.Check(Native.ltf_cuda_cudnn_version(&version));
        return version;
    }

    /// <summary>The number of devices; 0 where CUDA cannot be used.</summary>
    public static int DeviceCount()
    {
        int count;
        NativeError.Check(Native.ltf_cuda_device_count(&count));
        return count;
    }

    public static void Synchronize(int index) => NativeError.Check(Native.ltf_cuda_synchronize(index));

    public static void Seed(int index, ulong seed) => NativeError.Check(Native.ltf_cuda_seed(index, seed));

    public static (string Name, CudaProperties Properties) Describe(int index)
    {
        NativeText name;
        CudaProperties properties;
        NativeError.Check(Native.ltf_cuda_describe(index, &properties, &name));
        return (name.ToString(), properties);
    }

    public static bool CanAccessPeer(int index, int peer)
    {
        int can;
        NativeError.Check(Native.ltf_cuda_can_access_peer(index, peer, &can));
        return can != 0;
    }

    public static (int Least, int Greatest) PriorityRange()
    {
        int least, greatest;
        NativeError.Check(Native.ltf_cuda_priority_range(&least, &greatest));
        return (least, greatest);
    }

    public static (long Free, long Total) MemoryInfo(int index)
    {
        long free, total;
        NativeError.Check(Native.ltf_cuda_memory_info(index, &free, &total));
        return (free, total);
    }
}
