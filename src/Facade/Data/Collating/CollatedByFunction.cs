namespace LibTorch.Utils.Data;

/// <summary>
/// Makes batches by a user's function. The function may return tensors that it also keeps elsewhere, so unused batches are not disposed of
/// but left to the garbage collector.
/// </summary>
internal sealed class CollatedByFunction<TSample, TBatch>(Func<IReadOnlyList<TSample>, TBatch> function) : ICollate<TSample, TBatch>
{
    public TBatch Collate(IReadOnlyList<TSample> samples) => function(samples);
}
