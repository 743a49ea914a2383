using System.Diagnostics.CodeAnalysis;

namespace LibTorch.Utils.Data;

/// <summary>Reads batches from a stream of samples.</summary>
internal sealed class StreamFetcher<TSample, TBatch>(IEnumerator<TSample> samples, ICollate<TSample, TBatch> collate, bool dropLast) : BatchFetcher<TBatch>
{
    private bool _hasEnded;
    private long _given;

    public override bool TryFetch(IReadOnlyList<long> indices, [MaybeNullWhen(false)] out TBatch batch)
    {
        List<TSample> taken = new(indices.Count);
        while (taken.Count < indices.Count && Next())
        {
            taken.Add(samples.Current);
        }

        if (taken.Count == 0 || (dropLast && taken.Count < indices.Count))
        {
            batch = default;
            return false;
        }

        batch = collate.Collate(taken);
        return true;
    }

    public override void Dispose()
    {
        samples.Dispose();
        base.Dispose();
    }

    private bool Next()
    {
        try
        {
            _hasEnded = _hasEnded || !samples.MoveNext();
        }
        catch (Exception error) when (error is not DatasetException)
        {
            throw DatasetException.After(_given, error);
        }

        _given += _hasEnded ? 0 : 1;
        return !_hasEnded;
    }
}
