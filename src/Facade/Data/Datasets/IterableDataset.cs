namespace LibTorch.Utils.Data;

/// <summary>Makes datasets of what comes one after another.</summary>
public static class IterableDataset
{
    /// <summary>A dataset of an asynchronous stream, such as a channel's <c>reader.ReadAllAsync()</c>.</summary>
    /// <remarks>Whoever fetches a batch waits for its samples. With one worker that is the worker's thread, and it stops waiting when the consumer leaves.</remarks>
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
