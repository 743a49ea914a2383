namespace LibTorch.Interop;

/// <summary>Storages, streams, and what libraries define themselves.</summary>
internal static unsafe class ObjectCalls
{
    public static string TypeName(IHandleOwner value)
    {
        using var lease = new Lease();
        NativeText type;
        NativeError.Check(Native.ltf_object_type(lease.Take(value), &type));
        return type.ToString();
    }

    public static ObjectHandle Storage(IHandleOwner tensor)
    {
        using var lease = new Lease();
        nint storage;
        NativeError.Check(Native.ltf_tensor_storage(lease.Take(tensor), &storage));
        return new ObjectHandle(storage);
    }

    public static long Bytes(IHandleOwner storage)
    {
        using var lease = new Lease();
        long bytes;
        NativeError.Check(Native.ltf_storage_bytes(lease.Take(storage), &bytes));
        return bytes;
    }

    public static ObjectHandle Stream(int deviceType, int deviceIndex, long id)
    {
        nint stream;
        NativeError.Check(Native.ltf_stream_create(deviceType, deviceIndex, id, &stream));
        return new ObjectHandle(stream);
    }
}
