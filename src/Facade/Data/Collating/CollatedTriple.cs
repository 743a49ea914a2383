namespace LibTorch.Utils.Data;

/// <summary>Combines triples part by part.</summary>
internal sealed class CollatedTriple<T1, T2, T3, TBatch1, TBatch2, TBatch3>(ICollate<(T1, T2), (TBatch1, TBatch2)> front, ICollate<T3, TBatch3> last)
    : ICollate<(T1, T2, T3), (TBatch1, TBatch2, TBatch3)>
{
    private readonly CollatedPair<(T1, T2), T3, (TBatch1, TBatch2), TBatch3> _parts = new(front, last);

    public (TBatch1, TBatch2, TBatch3) Collate(IReadOnlyList<(T1, T2, T3)> samples)
    {
        var nested = new ((T1, T2), T3)[samples.Count];
        for (var i = 0; i < nested.Length; i++)
        {
            nested[i] = ((samples[i].Item1, samples[i].Item2), samples[i].Item3);
        }

        return Flat(_parts.Collate(nested));
    }

    public (TBatch1, TBatch2, TBatch3) PinMemory((TBatch1, TBatch2, TBatch3) batch) => Flat(_parts.PinMemory(Nested(batch)));

    public void Discard((TBatch1, TBatch2, TBatch3) batch) => _parts.Discard(Nested(batch));

    private static (TBatch1, TBatch2, TBatch3) Flat(((TBatch1 First, TBatch2 Second) Front, TBatch3 Last) batch) => (batch.Front.First, batch.Front.Second, batch.Last);

    private static ((TBatch1, TBatch2), TBatch3) Nested((TBatch1 First, TBatch2 Second, TBatch3 Third) batch) => ((batch.First, batch.Second), batch.Third);
}
