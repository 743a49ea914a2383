namespace LibTorch.Utils.Data;

/// <summary>
/// A dataset that can fetch several samples in one call, faster than one by one; <c>__getitems__</c> of Python's datasets. The loader calls
/// it for the samples of a batch.
/// </summary>
/// <typeparam name="T">A sample.</typeparam>
public interface IGetItems<out T>
{
    /// <summary>The samples at these indices, in this order.</summary>
    public IReadOnlyList<T> GetItems(IReadOnlyList<long> indices);
}
