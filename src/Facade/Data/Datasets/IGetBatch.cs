namespace LibTorch.Utils.Data;

/// <summary>A dataset that makes a whole batch without making its samples first. The loader asks it where it has no <c>collateFn</c> of its own.</summary>
/// <typeparam name="TBatch">What the loader would make of the samples.</typeparam>
public interface IGetBatch<out TBatch>
{
    /// <summary>The batch of the samples at these indices, in this order. It belongs to the caller, who may dispose of its tensors.</summary>
    public TBatch GetBatch(IReadOnlyList<long> indices);
}
