namespace LibTorch.Utils.Data;

/// <summary>Information about a worker of a loader; <c>torch.utils.data.get_worker_info()</c>.</summary>
public sealed class WorkerInfo
{
    [ThreadStatic]
    private static WorkerInfo? _current;

    private Generator? _generator;

    internal WorkerInfo(int id, int numWorkers, long seed, object dataset, CancellationToken cancellationToken) =>
        (Id, NumWorkers, Seed, Dataset, CancellationToken) = (id, numWorkers, seed, dataset, cancellationToken);

    /// <summary>The worker's number, from zero on.</summary>
    public int Id { get; }

    /// <summary>How many workers there are.</summary>
    public int NumWorkers { get; }

    /// <summary>The loader's base seed plus the worker's id; the same as that of Python's worker for the same base seed.</summary>
    public long Seed { get; }

    /// <summary>The dataset, which all workers share.</summary>
    public object Dataset { get; }

    /// <summary>
    /// This worker's own generator, seeded with <see cref="Seed"/>. It gives the same numbers as the default generator of Python's worker
    /// process.
    /// </summary>
    /// <remarks>
    /// A dataset that does not use it draws from the default generator, which all threads share, so its numbers depend on the threads'
    /// timing.
    /// </remarks>
    public Generator Generator => _generator ??= new Generator().ManualSeed(Seed);

    /// <summary>Cancelled when the consumer leaves the loop; for datasets that wait for something.</summary>
    public CancellationToken CancellationToken { get; }

    internal static WorkerInfo? Current
    {
        get => _current;
        set => _current = value;
    }

    /// <summary>The worker as Python prints it.</summary>
    public override string ToString() => $"WorkerInfo(id={Id}, num_workers={NumWorkers}, seed={Seed}, dataset={Dataset})";
}
