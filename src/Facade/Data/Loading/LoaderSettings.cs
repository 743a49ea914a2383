namespace LibTorch.Utils.Data;

/// <summary>How a loader goes through its dataset: the arguments of <c>DataLoader.Create</c>, which says what each means; without a batch size, samples come one by one.</summary>
internal sealed record LoaderSettings(
    int? BatchSize,
    bool Shuffle,
    IEnumerable<long>? Sampler,
    IEnumerable<IReadOnlyList<long>>? BatchSampler,
    int NumWorkers,
    bool PinMemory,
    bool DropLast,
    double Timeout,
    Action<int>? WorkerInitFn,
    Generator? Generator,
    int? PrefetchFactor,
    bool PersistentWorkers)
{
    /// <summary>How many batches each worker has ahead unless told.</summary>
    private const int StandardPrefetch = 2;

    /// <summary>How many batches may be under way.</summary>
    public int Prefetched => NumWorkers * (PrefetchFactor ?? StandardPrefetch);
}
