namespace LibTorch.Interop;

/// <summary>Streams of devices.</summary>
internal static unsafe class StreamCalls
{
    public static ObjectHandle Create(int deviceType, int deviceIndex, long id)
    {
        nint stream;
        NativeError.Check(Native.ltf_stream_create(deviceType, deviceIndex, id, &stream));
        return new ObjectHandle(stream);
    }

    /// <summary>A CUDA stream that other code created.</summary>
    public static ObjectHandle External(int deviceIndex, nint native)
    {
        nint stream;
        NativeError.Check(Native.ltf_stream_external(deviceIndex, native, &stream));
        return new ObjectHandle(stream);
    }

    /// <summary>A new stream from the device's pool.</summary>
    public static ObjectHandle New(int deviceType, int deviceIndex, int priority)
    {
        nint stream;
        NativeError.Check(Native.ltf_stream_new(deviceType, deviceIndex, priority, &stream));
        return new ObjectHandle(stream);
    }

    public static ObjectHandle Current(int deviceType, int deviceIndex)
    {
        nint stream;
        NativeError.Check(Native.ltf_stream_current(deviceType, deviceIndex, &stream));
        return new ObjectHandle(stream);
    }

    public static ObjectHandle Default(int deviceType, int deviceIndex)
    {
        nint stream;
        NativeError.Check(Native.ltf_stream_default(deviceType, deviceIndex, &stream));
        return new ObjectHandle(stream);
    }

    public static (int Type, int Index, long Id) Describe(IHandleOwner stream)
    {
        using var lease = new Lease();
        int type, index;
        long id;
        NativeError.Check(Native.ltf_stream_describe(lease.Take(stream), &type, &index, &id));
        return (type, index, id);
    }

    public static void Set(IHandleOwner stream)
    {
        using var lease = new Lease();
        NativeError.Check(Native.ltf_stream_set(lease.Take(stream)));
    }

    public static bool Query(IHandleOwner stream)
    {
        using var lease = new Lease();
        int done;
        NativeError.Check(Native.ltf_stream_query(lease.Take(stream), &done));
        return done != 0;
    }

    public static void Synchronize(IHandleOwner stream)
    {
        using var lease = new Lease();
        NativeError.Check(Native.ltf_stream_synchronize(lease.Take(stream)));
    }
}
