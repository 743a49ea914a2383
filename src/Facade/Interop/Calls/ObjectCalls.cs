namespace LibTorch.Interop;

/// <summary>Storages, and what libraries define themselves.</summary>
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
}
