namespace LibTorch.Utils.Data;

/// <summary>A dataset whose samples combine the samples of several datasets; <c>torch.utils.data.StackDataset</c>.</summary>
/// <typeparam name="T">The combined sample: a tuple or a dictionary.</typeparam>
public sealed class StackDataset<T> : Dataset<T>, IGetItems<T>
{
    private readonly Func<long, T> _sample;
    private readonly Func<IReadOnlyList<long>, IEnumerable<T>> _samples;

    internal StackDataset(ISized[] parts, Func<long, T> sample, Func<IReadOnlyList<long>, IEnumerable<T>> samples)
    {
        if (parts.Length == 0)
        {
            throw new TorchValueException("At least one dataset should be passed");
        }

        (Count, _sample, _samples) = (parts[0].Count, sample, samples);
        if (Array.Exists(parts, part => part.Count != Count))
        {
            throw new TorchValueException("Size mismatch between datasets");
        }
    }

    /// <summary>The number of samples that each dataset had when this one was created.</summary>
    public override long Count { get; }

    /// <inheritdoc/>
    public override T this[long index] => _sample(index);

    /// <inheritdoc/>
    public IReadOnlyList<T> GetItems(IReadOnlyList<long> indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        return [.. _samples(indices)];
    }
}
