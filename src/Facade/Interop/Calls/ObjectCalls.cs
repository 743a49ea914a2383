namespace LibTorch.Interop;

/// <summary>Calls about storages and objects of custom classes.</summary>
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

    /// <summary>A storage's address and size. The address is valid as long as the storage is kept alive.</summary>
    public static StorageInfo Describe(IHandleOwner storage)
    {
        using var lease = new Lease();
        StorageInfo info;
        NativeError.Check(Native.ltf_storage_describe(lease.Take(storage), &info));
        return info;
    }

    /// <summary>A storage on a part of another storage's bytes, which it keeps alive.</summary>
    public static ObjectHandle Slice(IHandleOwner storage, long offset, long bytes)
    {
        using var lease = new Lease();
        nint slice;
        NativeError.Check(Native.ltf_storage_slice(lease.Take(storage), offset, bytes, &slice));
        return new ObjectHandle(slice);
    }
}
