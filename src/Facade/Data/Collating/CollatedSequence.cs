namespace LibTorch.Utils.Data;

/// <summary>Combines lists of the same length, position by position.</summary>
internal sealed class CollatedSequence<T, TBatch>(ICollate<T, TBatch> items) : ICollate<IReadOnlyList<T>, IReadOnlyList<TBatch>>
{
    public IReadOnlyList<TBatch> Collate(IReadOnlyList<IReadOnlyList<T>> samples)
    {
        var length = samples.AtPlace(0).Count;
        if (samples.Any(sample => sample.Count != length))
        {
            throw new TorchException("each element in list of batch should be of equal size");
        }

        List<TBatch> batches = new(length);
        try
        {
            for (var place = 0; place < length; place++)
            {
                batches.Add(items.Collate([.. samples.Select(sample => sample[place])]));
            }
        }
        catch
        {
            Discard(batches);
            throw;
        }

        return batches;
    }

    public IReadOnlyList<TBatch> PinMemory(IReadOnlyList<TBatch> batch) => [.. batch.Select(items.PinMemory)];

    public void Discard(IReadOnlyList<TBatch> batch)
    {
        foreach (var part in batch)
        {
            items.Discard(part);
        }
    }
}
