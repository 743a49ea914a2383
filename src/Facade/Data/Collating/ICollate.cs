namespace LibTorch.Utils.Data;

/// <summary>Makes a batch of samples; what <c>collate_fn</c> is in Python. A function will do where nothing is to be said about pinning and disposing.</summary>
/// <typeparam name="TSample">A sample.</typeparam>
/// <typeparam name="TBatch">What the samples become.</typeparam>
public interface ICollate<in TSample, TBatch>
{
    /// <summary>The batch of these samples.</summary>
    public TBatch Collate(IReadOnlyList<TSample> samples);

    /// <summary>The same batch in page-locked memory, where the loader was asked for that and there is CUDA.</summary>
    public TBatch PinMemory(TBatch batch) => batch;

    /// <summary>Frees a batch that nobody took, because the consumer left. Without it the collector does.</summary>
    public void Discard(TBatch batch)
    {
    }
}
