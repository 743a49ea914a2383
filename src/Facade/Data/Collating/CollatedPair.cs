namespace LibTorch.Utils.Data;

/// <summary>Combines pairs part by part.</summary>
internal sealed class CollatedPair<T1, T2, TBatch1, TBatch2>(ICollate<T1, TBatch1> first, ICollate<T2, TBatch2> second)
    : ICollate<(T1, T2), (TBatch1, TBatch2)>
{
    public (TBatch1, TBatch2) Collate(IReadOnlyList<(T1, T2)> samples)
    {
        var (firsts, seconds) = (new T1[samples.Count], new T2[samples.Count]);
        for (var i = 0; i < firsts.Length; i++)
        {
            (firsts[i], seconds[i]) = samples[i];
        }

        var batch = first.Collate(firsts);
        try
        {
            return (batch, second.Collate(seconds));
        }
        catch
        {
            first.Discard(batch);
            throw;
        }
    }

    public (TBatch1, TBatch2) PinMemory((TBatch1, TBatch2) batch) => (first.PinMemory(batch.Item1), second.PinMemory(batch.Item2));

    public void Discard((TBatch1, TBatch2) batch)
    {
        first.Discard(batch.Item1);
        second.Discard(batch.Item2);
    }
}
