namespace LibTorch.Utils.Data;

/// <summary>The arguments of <c>DataLoader.Create</c>, which documents them. A null batch size means samples one by one.</summary>
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
    /// <summary>How many batches each worker fetches ahead by default.</summary>
    private const int StandardPrefetch = 2;

    /// <summary>How many batches all workers together fetch ahead.</summary>
    public int Prefetched => NumWorkers * (PrefetchFactor ?? StandardPrefetch);
}
