namespace LibTorch.Utils.Data;

/// <summary>Several streams of samples, one after another; <c>torch.utils.data.ChainDataset</c>.</summary>
/// <typeparam name="T">A sample.</typeparam>
public sealed class ChainDataset<T> : IterableDataset<T>
{
    private readonly IEnumerable<IEnumerable<T>> _datasets;

    /// <param name="datasets">The streams. A LINQ query is evaluated again for each pass.</param>
    public ChainDataset(params IEnumerable<IEnumerable<T>> datasets)
    {
        ArgumentNullException.ThrowIfNull(datasets);
        _datasets = datasets;
    }

    /// <summary>The number of samples in all streams together.</summary>
    /// <exception cref="TorchTypeException">One of the streams does not report its number of samples.</exception>
    public override long Count => _datasets.Sum(SequenceLength.Of);

    /// <inheritdoc/>
    public override IEnumerator<T> GetEnumerator() => _datasets.SelectMany(dataset => dataset).GetEnumerator();
}
