namespace LibTorch.Utils.Data;

/// <summary>Creates data loaders; <c>torch.utils.data.DataLoader</c>.</summary>
/// <remarks>The type of a sample determines the overload, and so the type of a batch.</remarks>
public static partial class DataLoader
{
    /// <summary>Creates a loader with a custom collate function.</summary>
    /// <param name="dataset">
    /// A list of any kind, such as <see cref="Dataset{T}"/>, whose samples are fetched by index; or any other sequence, which is read in
    /// its own order.
    /// </param>
    /// <param name="collateFn">Combines samples into a batch; called on the workers' threads if there are workers.</param>
    /// <param name="batchSize">How many samples a batch has.</param>
    /// <param name="shuffle">Whether each pass has a new random order.</param>
    /// <param name="sampler">The indices of the samples, in order.</param>
    /// <param name="batchSampler">The indices of the samples in each batch.</param>
    /// <param name="numWorkers">How many threads fetch batches ahead. The batches and their order are the same with any number.</param>
    /// <param name="pinMemory">Whether batches are moved to page-locked memory, if CUDA is available.</param>
    /// <param name="dropLast">Whether an incomplete last batch is left out.</param>
    /// <param name="timeout">How many seconds to wait for a worker's batch; 0: without limit.</param>
    /// <param name="workerInitFn">Called on each worker's thread with the worker's number, before its first batch.</param>
    /// <param name="generator">The random generator for the order and the workers' seeds; null: the default generator.</param>
    /// <param name="prefetchFactor">How many batches each worker fetches ahead; null: 2.</param>
    /// <param name="persistentWorkers">Whether the threads are kept for the next pass.</param>
    /// <exception cref="TorchValueException">Arguments exclude each other, or one of them is out of range.</exception>
    public static DataLoader<TBatch> Create<TSample, TBatch>(
        IEnumerable<TSample> dataset,
        ICollate<TSample, TBatch> collateFn,
        int batchSize = 1,
        bool shuffle = false,
        IEnumerable<long>? sampler = null,
        IEnumerable<IReadOnlyList<long>>? batchSampler = null,
        int numWorkers = 0,
        bool pinMemory = false,
        bool dropLast = false,
        double timeout = 0,
        Action<int>? workerInitFn = null,
        Generator? generator = null,
        int? prefetchFactor = null,
        bool persistentWorkers = false) =>
        Make(dataset, collateFn, isDefault: false, new(batchSize, shuffle, sampler, batchSampler, numWorkers, pinMemory, dropLast, timeout, workerInitFn, generator, prefetchFactor, persistentWorkers));

    /// <summary>Creates a loader with a function that combines samples into a batch.</summary>
    /// <inheritdoc cref="Create{TSample, TBatch}(IEnumerable{TSample}, ICollate{TSample, TBatch}, int, bool, IEnumerable{long}, IEnumerable{IReadOnlyList{long}}, int, bool, bool, double, Action{int}, Generator, int?, bool)"/>
#pragma warning disable CS1573 // The parameters are inherited.
    public static DataLoader<TBatch> Create<TSample, TBatch>(
        IEnumerable<TSample> dataset,
        Func<IReadOnlyList<TSample>, TBatch> collateFn,
        int batchSize = 1,
        bool shuffle = false,
        IEnumerable<long>? sampler = null,
        IEnumerable<IReadOnlyList<long>>? batchSampler = null,
        int numWorkers = 0,
        bool pinMemory = false,
        bool dropLast = false,
        double timeout = 0,
        Action<int>? workerInitFn = null,
        Generator? generator = null,
        int? prefetchFactor = null,
        bool persistentWorkers = false)
#pragma warning restore CS1573
        => Make(dataset, Collate.From(collateFn), isDefault: false, new(batchSize, shuffle, sampler, batchSampler, numWorkers, pinMemory, dropLast, timeout, workerInitFn, generator, prefetchFactor, persistentWorkers));

    /// <summary>Creates a loader whose batches are one tensor: stacked tensors or arrays, or a vector of numbers.</summary>
    /// <exception cref="TorchTypeException">There is no default conversion of a sample, or of one of its parts, to a tensor.</exception>
    /// <inheritdoc cref="Create{TSample, TBatch}(IEnumerable{TSample}, ICollate{TSample, TBatch}, int, bool, IEnumerable{long}, IEnumerable{IReadOnlyList{long}}, int, bool, bool, double, Action{int}, Generator, int?, bool)"/>
#pragma warning disable CS1573 // The parameters are inherited.
    public static DataLoader<Tensor> Create<T>(
        IEnumerable<T> dataset,
        int batchSize = 1,
        bool shuffle = false,
        IEnumerable<long>? sampler = null,
        IEnumerable<IReadOnlyList<long>>? batchSampler = null,
        int numWorkers = 0,
        bool pinMemory = false,
        bool dropLast = false,
        double timeout = 0,
        Action<int>? workerInitFn = null,
        Generator? generator = null,
        int? prefetchFactor = null,
        bool persistentWorkers = false)
#pragma warning restore CS1573
        => Make(dataset, Collate.Default<T>(), isDefault: true, new(batchSize, shuffle, sampler, batchSampler, numWorkers, pinMemory, dropLast, timeout, workerInitFn, generator, prefetchFactor, persistentWorkers));

    /// <summary>Creates a loader of pairs, whose batches are pairs of tensors.</summary>
    /// <exception cref="TorchTypeException">There is no default conversion of a sample, or of one of its parts, to a tensor.</exception>
    /// <inheritdoc cref="Create{TSample, TBatch}(IEnumerable{TSample}, ICollate{TSample, TBatch}, int, bool, IEnumerable{long}, IEnumerable{IReadOnlyList{long}}, int, bool, bool, double, Action{int}, Generator, int?, bool)"/>
#pragma warning disable CS1573 // The parameters are inherited.
    public static DataLoader<(Tensor First, Tensor Second)> Create<T1, T2>(
        IEnumerable<(T1, T2)> dataset,
        int batchSize = 1,
        bool shuffle = false,
        IEnumerable<long>? sampler = null,
        IEnumerable<IReadOnlyList<long>>? batchSampler = null,
        int numWorkers = 0,
        bool pinMemory = false,
        bool dropLast = false,
        double timeout = 0,
        Action<int>? workerInitFn = null,
        Generator? generator = null,
        int? prefetchFactor = null,
        bool persistentWorkers = false)
#pragma warning restore CS1573
        => Make(dataset, Collate.Tuple(Collate.Default<T1>(), Collate.Default<T2>()), isDefault: true, new(batchSize, shuffle, sampler, batchSampler, numWorkers, pinMemory, dropLast, timeout, workerInitFn, generator, prefetchFactor, persistentWorkers));

    /// <summary>Creates a loader of triples, whose batches are triples of tensors.</summary>
    /// <exception cref="TorchTypeException">There is no default conversion of a sample, or of one of its parts, to a tensor.</exception>
    /// <inheritdoc cref="Create{TSample, TBatch}(IEnumerable{TSample}, ICollate{TSample, TBatch}, int, bool, IEnumerable{long}, IEnumerable{IReadOnlyList{long}}, int, bool, bool, double, Action{int}, Generator, int?, bool)"/>
#pragma warning disable CS1573 // The parameters are inherited.
    public static DataLoader<(Tensor First, Tensor Second, Tensor Third)> Create<T1, T2, T3>(
        IEnumerable<(T1, T2, T3)> dataset,
        int batchSize = 1,
        bool shuffle = false,
        IEnumerable<long>? sampler = null,
        IEnumerable<IReadOnlyList<long>>? batchSampler = null,
        int numWorkers = 0,
        bool pinMemory = false,
        bool dropLast = false,
        double timeout = 0,
        Action<int>? workerInitFn = null,
        Generator? generator = null,
        int? prefetchFactor = null,
        bool persistentWorkers = false)
#pragma warning restore CS1573
        => Make(dataset, Collate.Tuple(Collate.Default<T1>(), Collate.Default<T2>(), Collate.Default<T3>()), isDefault: true, new(batchSize, shuffle, sampler, batchSampler, numWorkers, pinMemory, dropLast, timeout, workerInitFn, generator, prefetchFactor, persistentWorkers));

    /// <summary>Creates a loader of dictionaries, whose batches are dictionaries of tensors.</summary>
    /// <exception cref="TorchTypeException">There is no default conversion of a sample, or of one of its parts, to a tensor.</exception>
    /// <inheritdoc cref="Create{TSample, TBatch}(IEnumerable{TSample}, ICollate{TSample, TBatch}, int, bool, IEnumerable{long}, IEnumerable{IReadOnlyList{long}}, int, bool, bool, double, Action{int}, Generator, int?, bool)"/>
#pragma warning disable CS1573 // The parameters are inherited.
    public static DataLoader<Dictionary<TKey, Tensor>> Create<TKey, TValue>(
        IEnumerable<Dictionary<TKey, TValue>> dataset,
        int batchSize = 1,
        bool shuffle = false,
        IEnumerable<long>? sampler = null,
        IEnumerable<IReadOnlyList<long>>? batchSampler = null,
        int numWorkers = 0,
        bool pinMemory = false,
        bool dropLast = false,
        double timeout = 0,
        Action<int>? workerInitFn = null,
        Generator? generator = null,
        int? prefetchFactor = null,
        bool persistentWorkers = false)
#pragma warning restore CS1573
        where TKey : notnull
        => Make(dataset, Collate.Dictionary<TKey, TValue, Tensor>(Collate.Default<TValue>()), isDefault: true, new(batchSize, shuffle, sampler, batchSampler, numWorkers, pinMemory, dropLast, timeout, workerInitFn, generator, prefetchFactor, persistentWorkers));

    private static DataLoader<TBatch> Make<TSample, TBatch>(IEnumerable<TSample> dataset, ICollate<TSample, TBatch> collate, bool isDefault, LoaderSettings settings)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(collate);
        return new(new LoaderSource<TSample, TBatch>(dataset, collate, isDefault), settings);
    }
}
