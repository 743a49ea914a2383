namespace LibTorch.Utils.Data;

/// <summary>The samples of a dataset at chosen indices; <c>torch.utils.data.Subset</c>.</summary>
/// <typeparam name="T">A sample.</typeparam>
public sealed class Subset<T> : Dataset<T>, IGetItems<T>
{
    /// <param name="dataset">The whole dataset.</param>
    /// <param name="indices">The indices of the chosen samples, in this order.</param>
    public Subset(IReadOnlyList<T> dataset, IReadOnlyList<long> indices)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        ArgumentNullException.ThrowIfNull(indices);
        (Dataset, Indices) = (dataset, indices);
    }

    /// <summary>The whole dataset.</summary>
    public IReadOnlyList<T> Dataset { get; }

    /// <summary>The chosen samples' indices in the whole dataset.</summary>
    public IReadOnlyList<long> Indices { get; }

    /// <inheritdoc/>
    public override long Count => Indices.Count;

    /// <inheritdoc/>
    /// <exception cref="TorchIndexException">The index is out of range.</exception>
    public override T this[long index] => Dataset.At(Indices.AtPlace(index));

    /// <inheritdoc/>
    public IReadOnlyList<T> GetItems(IReadOnlyList<long> indices) => Dataset.Items(InWhole(indices));

    /// <summary>Converts indices of this subset to indices of the whole dataset.</summary>
    internal long[] InWhole(IReadOnlyList<long> indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        var whole = new long[indices.Count];
        for (var i = 0; i < whole.Length; i++)
        {
            whole[i] = Indices.AtPlace(indices[i]);
        }

        return whole;
    }
}
