namespace LibTorch.Utils.Data;

/// <summary>How a loader goes through its dataset.</summary>
/// <param name="BatchSize">How many samples a batch has; null for samples one by one.</param>
internal sealed record LoaderSettings(int? BatchSize)
{
    /// <summary>How many batches each worker has ahead unless told.</summary>
    private const int StandardPrefetch = 2;

    public bool Shuffle { get; init; }

    public IEnumerable<long>? Sampler { get; init; }

    public IEnumerable<IReadOnlyList<long>>? BatchSampler { get; init; }

    public int NumWorkers { get; init; }

    public bool PinMemory { get; init; }

    public bool DropLast { get; init; }

    public double Timeout { get; init; }

    public Action<int>? WorkerInitFn { get; init; }

    public Generator? Generator { get; init; }

    public int? PrefetchFactor { get; init; }

    public bool PersistentWorkers { get; init; }

    /// <summary>How many batches may be under way.</summary>
    public int Prefetched => NumWorkers * (PrefetchFactor ?? StandardPrefetch);
}
