namespace LibTorch.Utils.Data;

/// <summary>Creates datasets from asynchronous streams.</summary>
public static class IterableDataset
{
    /// <summary>A dataset of an asynchronous stream, such as a channel's <c>reader.ReadAllAsync()</c>.</summary>
    /// <remarks>
    /// The thread that fetches a batch blocks until its samples have arrived. With a worker, that is the worker's thread, which stops
    /// waiting when the consumer leaves the loop.
    /// </remarks>
    public static IterableDataset<T> From<T>(IAsyncEnumerable<T> source)
    {
        ArgumentNullException.ThrowIfNull(source);
        return new AsyncStream<T>(source);
    }

    private sealed class AsyncStream<T>(IAsyncEnumerable<T> source) : IterableDataset<T>
    {
        public override IEnumerator<T> GetEnumerator() =>
            source.ToBlockingEnumerable(DataLoader.GetWorkerInfo()?.CancellationToken ?? CancellationToken.None).GetEnumerator();
    }
}
