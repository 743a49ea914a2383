namespace LibTorch.Utils.Data;

/// <summary>
/// Combines samples into a batch, like <c>collate_fn</c> in Python. Implement it to control pinning and disposal; otherwise a plain
/// function is enough.
/// </summary>
/// <typeparam name="TSample">A sample.</typeparam>
/// <typeparam name="TBatch">A batch.</typeparam>
public interface ICollate<in TSample, TBatch>
{
    /// <summary>The batch of these samples.</summary>
    public TBatch Collate(IReadOnlyList<TSample> samples);

    /// <summary>Moves a batch to page-locked memory. Called if the loader has pinMemory and CUDA is available.</summary>
    public TBatch PinMemory(TBatch batch) => batch;

    /// <summary>
    /// Disposes of a batch that the consumer did not take because it left the loop early. By default the garbage collector frees the batch.
    /// </summary>
    public void Discard(TBatch batch)
    {
    }
}
