namespace LibTorch.Utils.Data;

/// <summary>What a worker of a loader knows of itself; <c>torch.utils.data.get_worker_info()</c>.</summary>
public sealed class WorkerInfo
{
    [ThreadStatic]
    private static WorkerInfo? _current;

    private Generator? _generator;

    internal WorkerInfo(int id, int numWorkers, long seed, object dataset, CancellationToken cancellationToken) =>
        (Id, NumWorkers, Seed, Dataset, CancellationToken) = (id, numWorkers, seed, dataset, cancellationToken);

    /// <summary>Which worker it is, from zero on.</summary>
    public int Id { get; }

    /// <summary>How many workers there are.</summary>
    public int NumWorkers { get; }

    /// <summary>The loader's base seed and the id; the same that Python's worker has after the same seed.</summary>
    public long Seed { get; }

    /// <summary>The dataset, which all workers share.</summary>
    public object Dataset { get; }

    /// <summary>A generator of this worker's, seeded with <see cref="Seed"/>: it gives what Python's worker draws from its process's own generator.</summary>
    /// <remarks>Without it a dataset draws from the generator that all threads share, in the order in which they happen to come.</remarks>
    public Generator Generator => _generator ??= new Generator().ManualSeed(Seed);

    /// <summary>Is cancelled when the consumer leaves, for datasets that wait for something.</summary>
    public CancellationToken CancellationToken { get; }

    internal static WorkerInfo? Current
    {
        get => _current;
        set => _current = value;
    }

    /// <summary>The worker in Python's words.</summary>
    public override string ToString() => $"WorkerInfo(id={Id}, num_workers={NumWorkers}, seed={Seed}, dataset={Dataset})";
}
