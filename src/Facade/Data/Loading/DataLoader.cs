namespace LibTorch.Utils.Data;

/// <content>Worker information and loaders without batches.</content>
public static partial class DataLoader
{
    /// <summary>
    /// The worker that the calling thread belongs to, or null if it is not a worker thread; <c>torch.utils.data.get_worker_info</c>.
    /// </summary>
    public static WorkerInfo? GetWorkerInfo() => WorkerInfo.Current;

    /// <summary>Creates a loader that gives the samples one by one, unchanged; <c>DataLoader(dataset, batch_size=None)</c>.</summary>
    /// <remarks>The other arguments are those of <c>Create</c>.</remarks>
    /// <exception cref="TorchValueException">Arguments exclude each other, or one of them is out of range.</exception>
    public static DataLoader<T> CreateUnbatched<T>(
        IEnumerable<T> dataset,
        bool shuffle = false,
        IEnumerable<long>? sampler = null,
        int numWorkers = 0,
        double timeout = 0,
        Action<int>? workerInitFn = null,
        Generator? generator = null,
        int? prefetchFactor = null,
        bool persistentWorkers = false) =>
        Make(dataset, Collate.From<T, T>(samples => samples[0]), isDefault: false, new(BatchSize: null, shuffle, sampler, BatchSampler: null, numWorkers, PinMemory: false, DropLast: false, timeout, workerInitFn, generator, prefetchFactor, persistentWorkers));
}
