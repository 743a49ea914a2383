namespace LibTorch.Distributed;

/// <summary>A barrier of all ranks through a key of their store, for the time before a process group can do it.</summary>
internal static class StoreBarrier
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>
    /// The barrier of PyTorch before 2.0: each rank increments a counter, and polls it until it has reached the number of ranks.
    /// </summary>
    /// <exception cref="TorchDistTimeoutException">Not all ranks reached the barrier within the timeout.</exception>
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

    /// <summary>The barrier of PyTorch since 2.0: the last rank sets a key that the other ranks wait for.</summary>
    /// <exception cref="TorchDistTimeoutException">Not all ranks reached the barrier within the timeout.</exception>
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
