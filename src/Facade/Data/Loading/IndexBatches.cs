namespace LibTorch.Utils.Data;

/// <summary>The indices of each batch in a pass.</summary>
internal static class IndexBatches
{
    /// <exception cref="TorchValueException">The batch size is not positive, or there is nothing to shuffle.</exception>
    public static IEnumerable<IReadOnlyList<long>> Of(LoaderSettings settings, ISized? indexed)
    {
        if (indexed is null)
        {
            // A stream needs no indices, only their number, and the stream decides when the pass ends. The sampler is created only for its
            // checks.
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
