namespace LibTorch.Utils.Data;

/// <summary>Functions of <c>torch.utils.data</c> that split a dataset.</summary>
public static class Dataset
{
    /// <summary>Splits a dataset at random into parts of these lengths; <c>torch.utils.data.random_split</c>.</summary>
    /// <param name="dataset">The whole dataset; also a list or an array.</param>
    /// <param name="lengths">How many samples each part has. As in Python, lengths that sum up to 1 are fractions.</param>
    /// <param name="generator">The random generator for the order; null: the default generator.</param>
    /// <exception cref="TorchValueException">The lengths do not sum up to the dataset's.</exception>
    public static IReadOnlyList<Subset<T>> RandomSplit<T>(IReadOnlyList<T> dataset, IReadOnlyList<long> lengths, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(lengths);
        return lengths.Sum() == 1
            ? RandomSplit(dataset, [.. lengths.Select(length => (double)length)], generator)
            : Split(dataset, [.. lengths], generator);
    }

    /// <summary>
    /// Splits a dataset at random into parts of these fractions; <c>torch.utils.data.random_split</c>. Samples left over by rounding go to
    /// the first parts, one each.
    /// </summary>
    /// <param name="dataset">The whole dataset; also a list or an array.</param>
    /// <param name="fractions">The fraction of the samples that each part has; they sum up to 1.</param>
    /// <param name="generator">The random generator for the order; null: the default generator.</param>
    /// <exception cref="TorchValueException">A fraction is not between 0 and 1, or they do not sum up to 1.</exception>
    public static IReadOnlyList<Subset<T>> RandomSplit<T>(IReadOnlyList<T> dataset, IReadOnlyList<double> fractions, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(fractions);
        return Split(dataset, SplitLengths.Of(fractions, dataset.Length()), generator);
    }

    private static Subset<T>[] Split<T>(IReadOnlyList<T> dataset, long[] lengths, Generator? generator)
    {
        if (lengths.Sum() != dataset.Length())
        {
            throw new TorchValueException(SplitLengths.WrongSum);
        }

        var indices = Draws.Permutation(lengths.Sum(), generator);
        var parts = new Subset<T>[lengths.Length];
        for (var (i, start) = (0, 0); i < parts.Length; i++)
        {
            var end = start + (int)lengths[i];

            // A negative length gives an empty part, like a slice of a Python list.
            parts[i] = new Subset<T>(dataset, end > start ? indices[start..end] : []);
            start = end;
        }

        return parts;
    }
}
