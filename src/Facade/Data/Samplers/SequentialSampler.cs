namespace LibTorch.Utils.Data;

/// <summary>All samples in their order; <c>torch.utils.data.SequentialSampler</c>.</summary>
public sealed class SequentialSampler : Sampler<long>
{
    private readonly ISized _dataSource;

    /// <param name="dataSource">The dataset.</param>
    public SequentialSampler(ISized dataSource)
    {
        ArgumentNullException.ThrowIfNull(dataSource);
        _dataSource = dataSource;
    }

    /// <param name="count">The number of samples.</param>
    public SequentialSampler(long count)
        : this(new FixedSize(count))
    {
    }

    /// <inheritdoc/>
    public override long Count => _dataSource.Count;

    /// <inheritdoc/>
    public override IEnumerator<long> GetEnumerator()
    {
        var count = Count;
        for (long i = 0; i < count; i++)
        {
            yield return i;
        }
    }
}
