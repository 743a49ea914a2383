namespace LibTorch.Utils.Data;

/// <summary>Makes loaders of datasets; <c>torch.utils.data.DataLoader</c>.</summary>
/// <remarks>Which overload is taken, and so what a batch is, follows from the type of a sample.</remarks>
public static partial class DataLoader
{
    /// <summary>Makes a loader with batches of one's own making.</summary>
    /// <param name="dataset">A list of any kind, <see cref="Dataset{T}"/> among them, whose samples are fetched by index; or any other sequence, whose samples come as they come.</param>
    /// <param name="collateFn">What makes a batch of samples; called on the workers' threads where there are any.</param>
    /// <param name="batchSize">How many samples a batch has.</param>
    /// <param name="shuffle">Whether each pass has a random order of its own.</param>
    /// <param name="sampler">Which samples come, in which order.</param>
    /// <param name="batchSampler">Which samples are in each batch.</param>
    /// <param name="numWorkers">How many threads fetch batches ahead. The batches and their order are the same with any number.</param>
    /// <param name="pinMemory">Whether batches go to page-locked memory, where there is CUDA.</param>
    /// <param name="dropLast">Whether a last batch that has fewer samples is left out.</param>
    /// <param name="timeout">How many seconds to wait for a worker's batch; 0 for as long as it takes.</param>
    /// <param name="workerInitFn">Is called on each worker's thread with its number before it begins.</param>
    /// <param name="generator">Where the order and the workers' seeds are drawn from; the process's own generator unless given.</param>
    /// <param name="prefetchFactor">How many batches each worker has ahead, 2 unless given.</param>
    /// <param name="persistentWorkers">Whether the threads stay for the next pass.</param>
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

    /// <summary>Makes a loader whose batches a function makes.</summary>
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

    /// <summary>Makes a loader whose batches are one tensor: tensors and arrays stacked, or a vector of numbers.</summary>
    /// <exception cref="TorchTypeException">Nothing makes a tensor of a sample, or of one of its parts.</exception>
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

    /// <summary>Makes a loader of pairs, whose batches are pairs of tensors.</summary>
    /// <exception cref="TorchTypeException">Nothing makes a tensor of a sample, or of one of its parts.</exception>
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

    /// <summary>Makes a loader of triples, whose batches are triples of tensors.</summary>
    /// <exception cref="TorchTypeException">Nothing makes a tensor of a sample, or of one of its parts.</exception>
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

    /// <summary>Makes a loader of dictionaries, whose batches are dictionaries of tensors.</summary>
    /// <exception cref="TorchTypeException">Nothing makes a tensor of a sample, or of one of its parts.</exception>
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
