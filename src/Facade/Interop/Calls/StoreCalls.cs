using System.Text;

namespace LibTorch.Interop;

/// <summary>Key-value stores that processes share.</summary>
internal static unsafe class StoreCalls
{
    /// <summary>Connects to a store on a server, which may be this process, and returns the server's port.</summary>
    public static (StoreHandle Store, int Port) Tcp(string host, TcpStoreOptions options)
    {
        nint store;
        int port;
        fixed (byte* name = NativeText.Terminated(host))
        {
            NativeError.Check(Native.ltf_store_tcp(name, &options, &store, &port));
        }

        return (new StoreHandle(store), port);
    }

    public static StoreHandle File(string path, int workers)
    {
        nint store;
        fixed (byte* name = NativeText.Terminated(path))
        {
            NativeError.Check(Native.ltf_store_file(name, workers, &store));
        }

        return new StoreHandle(store);
    }

    public static StoreHandle Hash()
    {
        nint store;
        NativeError.Check(Native.ltf_store_hash(&store));
        return new StoreHandle(store);
    }

    public static StoreHandle Prefix(string prefix, IHandleOwner inner)
    {
        using var lease = new Lease();
        nint store;
        fixed (byte* text = NativeText.Terminated(prefix))
        {
            NativeError.Check(Native.ltf_store_prefix(text, lease.Take(inner), &store));
        }

        return new StoreHandle(store);
    }

    public static void Set(IHandleOwner store, string key, ReadOnlySpan<byte> value)
    {
        using var lease = new Lease();
        fixed (byte* name = NativeText.Terminated(key), bytes = value)
        {
            NativeError.Check(Native.ltf_store_set(lease.Take(store), name, bytes, value.Length));
        }
    }

    public static byte[] Get(IHandleOwner store, string key)
    {
        using var lease = new Lease();
        NativeText value;
        fixed (byte* name = NativeText.Terminated(key))
        {
            NativeError.Check(Native.ltf_store_get(lease.Take(store), name, &value));
        }

        return value.ToArray();
    }

    public static long Add(IHandleOwner store, string key, long amount)
    {
        using var lease = new Lease();
        long sum;
        fixed (byte* name = NativeText.Terminated(key))
        {
            NativeError.Check(Native.ltf_store_add(lease.Take(store), name, amount, &sum));
        }

        return sum;
    }

    public static byte[] CompareSet(IHandleOwner store, string key, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> desired)
    {
        using var lease = new Lease();
        NativeText value;
        fixed (byte* name = NativeText.Terminated(key), old = expected, fresh = desired)
        {
            NativeError.Check(Native.ltf_store_compare_set(lease.Take(store), name, old, expected.Length, fresh, desired.Length, &value));
        }

        return value.ToArray();
    }

    public static bool Delete(IHandleOwner store, string key)
    {
        using var lease = new Lease();
        int deleted;
        fixed (byte* name = NativeText.Terminated(key))
        {
            NativeError.Check(Native.ltf_store_delete(lease.Take(store), name, &deleted));
        }

        return deleted != 0;
    }

    public static long KeyCount(IHandleOwner store)
    {
        using var lease = new Lease();
        long count;
        NativeError.Check(Native.ltf_store_key_count(lease.Take(store), &count));
        return count;
    }

    public static bool Check(IHandleOwner store, IReadOnlyList<string> keys)
    {
        using var lease = new Lease();
        int allThere;
        fixed (byte* texts = Joined(keys))
        {
            NativeError.Check(Native.ltf_store_check(lease.Take(store), Pointers(lease, texts, keys), keys.Count, &allThere));
        }

        return allThere != 0;
    }

    /// <param name="store">The store.</param>
    /// <param name="keys">The keys to wait for.</param>
    /// <param name="timeout">The timeout in milliseconds; negative: the store's default.</param>
    public static void Wait(IHandleOwner store, IReadOnlyList<string> keys, long timeout)
    {
        using var lease = new Lease();
        fixed (byte* texts = Joined(keys))
        {
            NativeError.Check(Native.ltf_store_wait(lease.Take(store), Pointers(lease, texts, keys), keys.Count, timeout));
        }
    }

    public static long Timeout(IHandleOwner store)
    {
        using var lease = new Lease();
        long timeout;
        NativeError.Check(Native.ltf_store_timeout(lease.Take(store), &timeout));
        return timeout;
    }

    public static void SetTimeout(IHandleOwner store, long timeout)
    {
        using var lease = new Lease();
        NativeError.Check(Native.ltf_store_set_timeout(lease.Take(store), timeout));
    }

    // All keys in one array, each followed by a zero byte.
    private static byte[] Joined(IReadOnlyList<string> keys) => [.. keys.SelectMany(NativeText.Terminated), 0];

    private static byte** Pointers(Lease lease, byte* texts, IReadOnlyList<string> keys)
    {
        var pointers = (byte**)lease.Room(keys.Count);
        for (var i = 0; i < keys.Count; i++)
        {
            pointers[i] = texts;
            texts += Encoding.UTF8.GetByteCount(keys[i]) + 1;
        }

        return pointers;
    }
}
