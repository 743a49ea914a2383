namespace LibTorch.Utils.Data;

/// <summary>A dataset of tensors, whose first dimension counts the samples; <c>torch.utils.data.TensorDataset</c>.</summary>
/// <typeparam name="T">A row of each: a tensor, or a tuple of them.</typeparam>
public sealed class TensorDataset<T> : Dataset<T>, IGetBatch<T>
{
    private readonly Tensor[] _tensors;
    private readonly ICollate<T, T> _collate;
    private readonly Func<Tensor[], T> _join;

    internal TensorDataset(Tensor[] tensors, ICollate<T, T> collate, Func<Tensor[], T> join)
    {
        (_tensors, _collate, _join) = (tensors, collate, join);
        if (Array.Exists(tensors, tensor => Rows(tensor) != Count))
        {
            throw new TorchException("Size mismatch between tensors");
        }
    }

    /// <summary>The tensors.</summary>
    public IReadOnlyList<Tensor> Tensors => _tensors;

    /// <inheritdoc/>
    public override long Count => Rows(_tensors[0]);

    /// <summary>Views of one row of each tensor; negative indices count from the end.</summary>
    /// <exception cref="TorchIndexException">There are fewer rows.</exception>
    public override T this[long index] => _join(Array.ConvertAll(_tensors, tensor => tensor[index]));

    /// <summary>The rows at these indices, copied by one operator for each tensor.</summary>
    public T GetBatch(IReadOnlyList<long> indices)
    {
        ArgumentNullException.ThrowIfNull(indices);
        if (!Array.TrueForAll(_tensors, IsSelectable) || Rows(indices) is not { Length: > 0 } rows)
        {
            return _collate.Collate(this.Items(indices));
        }

        using var index = Torch.Tensor(rows, device: Device.Cpu);
        var batches = new Tensor[_tensors.Length];
        try
        {
            for (var i = 0; i < batches.Length; i++)
            {
                batches[i] = Select(_tensors[i], index);
            }
        }
        catch
        {
            Array.ForEach(batches, batch => batch?.Dispose());
            throw;
        }

        return _join(batches);
    }

    private static long Rows(Tensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor.NDim > 0 ? tensor.Shape[0] : throw new TorchIndexException("Dimension specified as 0 but tensor has no dimensions");
    }

    private static Tensor Select(Tensor tensor, Tensor index)
    {
        if (tensor.Device == Device.Cpu)
        {
            return tensor.IndexSelect(0, index);
        }

        using var there = index.To(tensor.Device);
        return tensor.IndexSelect(0, there);
    }

    // Where stacking the rows gives the very same: a graph would show another node, and other layouts have results of their own.
    private static bool IsSelectable(Tensor tensor) =>
        tensor.Layout == Layout.Strided && tensor.IsContiguous && !(tensor.RequiresGrad && Torch.IsGradEnabled()) && !(tensor.DType.IsComplex && tensor.IsConj()) && !tensor.IsQuantized;

    // The rows counted from the first one; null where one of them is not there, which has an error of its own.
    private long[]? Rows(IReadOnlyList<long> indices)
    {
        // Samplers give arrays, which are read many times faster than a list of any kind.
        long[] rows = indices is long[] array ? [.. array] : [.. indices];
        var count = Count;
        foreach (ref var row in rows.AsSpan())
        {
            row = row < 0 ? row + count : row;
            if ((ulong)row >= (ulong)count)
            {
                return null;
            }
        }

        return rows;
    }
}
