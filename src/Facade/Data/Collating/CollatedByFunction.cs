namespace LibTorch.Utils.Data;

/// <summary>A function as what makes batches. Whose tensors these are only the function knows, so they are left to the collector.</summary>
internal sealed class CollatedByFunction<TSample, TBatch>(Func<IReadOnlyList<TSample>, TBatch> function) : ICollate<TSample, TBatch>
{
    public TBatch Collate(IReadOnlyList<TSample> samples) => function(samples);
}
