namespace LibTorch.Utils.Data;

/// <summary>A dataset of tensors whose first dimension is that of the samples; <c>torch.utils.data.TensorDataset</c>.</summary>
/// <typeparam name="T">A sample: a row of the tensor, or a tuple with a row of each tensor.</typeparam>
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
    /// <exception cref="TorchIndexException">The index is out of range.</exception>
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

    // Whether index_select gives exactly what stacking the rows gives. A recorded graph would have another node, and non-contiguous,
    // conjugated, quantized and non-strided tensors may give another result.
    private static bool IsSelectable(Tensor tensor) =>
        tensor.Layout == Layout.Strided && tensor.IsContiguous && !(tensor.RequiresGrad && Torch.IsGradEnabled()) && !(tensor.DType.IsComplex && tensor.IsConj()) && !tensor.IsQuantized;

    // The indices counted from the first row; null if one is out of range, so that the caller takes the slow path, which throws the right
    // error.
    private long[]? Rows(IReadOnlyList<long> indices)
    {
        // Samplers give arrays, which can be copied many times faster than other lists.
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
