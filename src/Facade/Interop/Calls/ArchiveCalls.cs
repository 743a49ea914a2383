namespace LibTorch.Interop;

/// <summary>libtorch's writer of zip archives. It gives the bytes that belong around the records.</summary>
internal static unsafe class ArchiveCalls
{
    /// <summary>Creates an archive whose records lie in a folder of this name.</summary>
    public static ArchiveHandle Create(string name)
    {
        nint archive;
        fixed (byte* text = NativeText.Terminated(name))
        {
            NativeError.Check(Native.ltf_archive_create(text, &archive));
        }

        return new ArchiveHandle(archive);
    }

    /// <summary>The bytes to write before and after the record's own.</summary>
    public static (byte[] Head, byte[] Tail) Add(IHandleOwner archive, string name, ReadOnlySpan<byte> record)
    {
        fixed (byte* data = record)
        {
            return Add(archive, name, data, record.Length);
        }
    }

    /// <summary>The same for a record that is a storage in the host's memory.</summary>
    public static (byte[] Head, byte[] Tail) Add(IHandleOwner archive, string name, IHandleOwner storage)
    {
        using var lease = new Lease();
        StorageInfo info;
        NativeError.Check(Native.ltf_storage_describe(lease.Take(storage), &info));
        return Add(archive, name, (void*)info.Address, info.Bytes);
    }

    /// <summary>The bytes to write after the last record.</summary>
    public static byte[] Finish(IHandleOwner archive)
    {
        using var lease = new Lease();
        NativeText rest;
        NativeError.Check(Native.ltf_archive_finish(lease.Take(archive), &rest));
        return rest.ToArray();
    }

    private static (byte[] Head, byte[] Tail) Add(IHandleOwner archive, string name, void* data, long size)
    {
        using var lease = new Lease();
        NativeText head, tail;
        fixed (byte* text = NativeText.Terminated(name))
        {
            NativeError.Check(Native.ltf_archive_add(lease.Take(archive), text, data, size, &head, &tail));
        }

        return (head.ToArray(), tail.ToArray());
    }
}
