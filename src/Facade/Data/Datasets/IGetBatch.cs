namespace LibTorch.Utils.Data;

/// <summary>
/// A dataset that can create a whole batch directly, without creating the samples first. The loader uses it unless it was given a
/// <c>collateFn</c>.
/// </summary>
/// <typeparam name="TBatch">The type of batch that the loader would make from the samples.</typeparam>
public interface IGetBatch<out TBatch>
{
    /// <summary>
    /// The batch of the samples at these indices, in this order. The batch belongs to the caller, who may dispose of its tensors.
    /// </summary>
    public TBatch GetBatch(IReadOnlyList<long> indices);
}
