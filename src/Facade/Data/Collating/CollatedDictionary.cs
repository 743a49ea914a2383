namespace LibTorch.Utils.Data;

/// <summary>Combines dictionaries key by key; the first sample determines the keys.</summary>
internal sealed class CollatedDictionary<TKey, TValue, TBatch>(ICollate<TValue, TBatch> values) : ICollate<IReadOnlyDictionary<TKey, TValue>, Dictionary<TKey, TBatch>>
    where TKey : notnull
{
    public Dictionary<TKey, TBatch> Collate(IReadOnlyList<IReadOnlyDictionary<TKey, TValue>> samples)
    {
        Dictionary<TKey, TBatch> batches = [];
        try
        {
            foreach (var key in samples.AtPlace(0).Keys)
            {
                batches.Add(key, values.Collate([.. samples.Select(sample => sample[key])]));
            }
        }
        catch
        {
            Discard(batches);
            throw;
        }

        return batches;
    }

    public Dictionary<TKey, TBatch> PinMemory(Dictionary<TKey, TBatch> batch) => batch.ToDictionary(part => part.Key, part => values.PinMemory(part.Value), batch.Comparer);

    public void Discard(Dictionary<TKey, TBatch> batch)
    {
        foreach (var part in batch.Values)
        {
            values.Discard(part);
        }
    }
}
