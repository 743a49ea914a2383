namespace LibTorch.Distributed;

/// <summary>Has all ranks wait for each other by a key of their store, when no group can do it yet.</summary>
internal static class StoreBarrier
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>As Python's releases before 2.0 do it.</summary>
    /// <exception cref="TorchDistTimeoutException">Not all ranks came within the timeout.</exception>
    public static void PassByCounting(Store store, string key, int size, TimeSpan timeout)
    {
        var start = Environment.TickCount64;
        var count = store.Add(key, 1);
        while (count != size)
        {
            Thread.Sleep(Pause);
            count = store.Add(key, 0);
            if (Environment.TickCount64 - start > timeout.TotalMilliseconds)
            {
                throw Late(key, size, count);
            }
        }
    }

    /// <summary>As later ones do it: the last rank sets a key that the others wait for.</summary>
    /// <exception cref="TorchDistTimeoutException">Not all ranks came within the timeout.</exception>
    public static void Pass(Store store, string key, int size, TimeSpan timeout)
    {
        var last = key + ":last_worker";
        if (store.Add(key, 1) == size)
        {
            store.Set(last, "1");
        }

        try
        {
            store.Wait([last], timeout);
        }
        catch (TorchDistTimeoutException)
        {
            throw Late(key, size, store.Add(key, 0));
        }
    }

    private static TorchDistTimeoutException Late(string key, int size, long count) =>
        new($"Timed out initializing process group in store based barrier, for key: {key} (world_size={size}, worker_count={count})");
}
