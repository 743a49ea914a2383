using LibTorch.Interop;

namespace LibTorch.Utils.Data;

/// <summary>Checks which settings of a loader can be combined, as Python's constructor does and in the same order.</summary>
internal static class LoaderChecks
{
    /// <exception cref="TorchValueException">Settings exclude each other, or one of them is out of range.</exception>
    public static void Require(LoaderSettings settings, bool isIterable)
    {
        RequireWorkers(settings);
        if (isIterable)
        {
            RequireNone(settings.Shuffle ? "True" : null, "shuffle");
            RequireNone(settings.Sampler, "sampler");
            RequireNone(settings.BatchSampler, "batch_sampler");
        }

        Refuse(settings is { Sampler: not null, Shuffle: true }, "sampler option is mutually exclusive with shuffle");
        Refuse(
            settings.BatchSampler is not null && (settings.BatchSize != 1 || settings.Shuffle || settings.Sampler is not null || settings.DropLast),
            "batch_sampler option is mutually exclusive with batch_size, shuffle, sampler, and drop_last");
    }

    private static void RequireWorkers(LoaderSettings settings)
    {
        Refuse(settings.NumWorkers < 0, "num_workers option should be non-negative; use num_workers=0 to disable multiprocessing.");
        Refuse(settings.Timeout is < 0 or double.NaN, "timeout option should be non-negative");

        // Before PyTorch 2, the default of 2 was accepted without workers too.
        var isNew = LibraryCalls.IsAtLeast(2, 0);
        Refuse(
            settings.NumWorkers == 0 && settings.PrefetchFactor is { } given && (isNew || given != 2),
            "prefetch_factor option could only be specified in multiprocessing.let num_workers > 0 to enable multiprocessing"
                + (isNew ? ", otherwise set prefetch_factor to None." : "."));
        Refuse(settings is { NumWorkers: > 0, PrefetchFactor: < 0 }, "prefetch_factor option should be non-negative");
        if (settings is { NumWorkers: > 0, PrefetchFactor: 0 })
        {
            throw new TorchException("prefetch_factor must be greater than 0 for MultiProcessingDataLoaderIter");
        }

        Refuse(settings is { PersistentWorkers: true, NumWorkers: 0 }, "persistent_workers option needs num_workers > 0");
    }

    private static void RequireNone(object? given, string name) =>
        Refuse(given is not null, $"DataLoader with IterableDataset: expected unspecified {name} option, but got {name}={given}");

    private static void Refuse(bool isWrong, string message)
    {
        if (isWrong)
        {
            throw new TorchValueException(message);
        }
    }
}
