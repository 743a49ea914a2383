namespace LibTorch.Utils.Data;

/// <summary>The samples of several datasets, one dataset after another; <c>torch.utils.data.ConcatDataset</c>.</summary>
/// <typeparam name="T">A sample.</typeparam>
public sealed class ConcatDataset<T> : Dataset<T>
{
    private readonly IReadOnlyList<T>[] _datasets;
    private readonly long[] _ends;

    /// <param name="datasets">The datasets. Their lengths are read once, here.</param>
    /// <exception cref="TorchException">There are no datasets.</exception>
    public ConcatDataset(params IEnumerable<IReadOnlyList<T>> datasets)
    {
        ArgumentNullException.ThrowIfNull(datasets);
        _datasets = [.. datasets];
        if (_datasets.Length == 0)
        {
            throw new TorchException("datasets should not be an empty iterable");
        }

        _ends = new long[_datasets.Length];
        for (var (i, end) = (0, 0L); i < _ends.Length; i++)
        {
            _ends[i] = end += _datasets[i].Length();
        }
    }

    /// <summary>The datasets.</summary>
    public IReadOnlyList<IReadOnlyList<T>> Datasets => _datasets;

    /// <summary>For each dataset, the number of samples in it and those before it; <c>cumulative_sizes</c>.</summary>
    public IReadOnlyList<long> CumulativeSizes => _ends;

    /// <inheritdoc/>
    public override long Count => _ends[^1];

    /// <summary>One sample; negative indices count from the end.</summary>
    /// <exception cref="TorchValueException">A negative index goes beyond the first sample.</exception>
    /// <exception cref="TorchIndexException">The index is beyond the last sample.</exception>
    public override T this[long index]
    {
        get
        {
            if (index < -Count)
            {
                throw new TorchValueException("absolute value of index should not exceed dataset length");
            }

            var counted = index < 0 ? index + Count : index;
            var place = Array.FindIndex(_ends, end => end > counted);
            return place < 0
                ? throw new TorchIndexException("list index out of range")
                : _datasets[place].At(place == 0 ? counted : counted - _ends[place - 1]);
        }
    }
}
