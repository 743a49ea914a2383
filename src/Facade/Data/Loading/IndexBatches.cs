namespace LibTorch.Utils.Data;

/// <summary>The indices of each batch of a pass.</summary>
internal static class IndexBatches
{
    /// <exception cref="TorchValueException">The batch size is not positive, or there is nothing to shuffle.</exception>
    public static IEnumerable<IReadOnlyList<long>> Of(LoaderSettings settings, ISized? indexed)
    {
        if (indexed is null)
        {
            // Each worker's stream ends by itself.
            _ = new BatchSampler([], settings.BatchSize ?? 1, settings.DropLast);
            return Forever(new long[settings.BatchSize ?? 1]);
        }

        return settings.BatchSampler ?? new BatchSampler(Sampler(settings, indexed), settings.BatchSize ?? 1, settings.DropLast);
    }

    private static IEnumerable<long> Sampler(LoaderSettings settings, ISized indexed) =>
        settings.Sampler ?? (settings.Shuffle ? new RandomSampler(indexed, generator: settings.Generator) : (IEnumerable<long>)new SequentialSampler(indexed));

    private static IEnumerable<IReadOnlyList<long>> Forever(IReadOnlyList<long> batch)
    {
        while (true)
        {
            yield return batch;
        }
    }
}
