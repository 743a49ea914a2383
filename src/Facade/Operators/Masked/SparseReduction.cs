namespace LibTorch;

/// <summary>Reductions of the specified elements of sparse tensors, as torch.masked computes them.</summary>
internal static class SparseReduction
{
    /// <summary>Reduces a COO tensor.</summary>
    /// <param name="reduce"><c>sum</c>, <c>prod</c>, <c>amax</c> or <c>amin</c>.</param>
    /// <param name="input">The tensor.</param>
    /// <param name="dims">The dimensions, in order.</param>
    /// <param name="keepDim">Whether they stay with extent 1.</param>
    /// <param name="dtype">The result's dtype.</param>
    /// <param name="identity">The result of reducing no elements.</param>
    /// <exception cref="TorchNotImplementedException">Dense dimensions are to be reduced by an operation other than the sum.</exception>
    public static Tensor OfCoordinates(string reduce, Tensor input, long[] dims, bool keepDim, DType dtype, Func<Tensor, Tensor> identity)
    {
        var (values, indices, sparseDimensions) = (SparseMask.Called("_values", input), SparseMask.Called("_indices", input), input.SparseDim());
        values = values.DType == dtype ? values : values.To(dtype);
        var shape = input.Shape;
        long[] kept = keepDim
            ? [.. shape.Select((extent, d) => dims.Contains(d) ? 1 : extent)]
            : [.. shape.Where((_, d) => !dims.Contains(d))];
        long[] sparse = [.. dims.Where(d => d < shape.Count && d < sparseDimensions)];
        long[] dense = [.. dims.Where(d => d < shape.Count && d >= sparseDimensions).Select(d => d + 1 - sparseDimensions)];
        values = dense.Length == 0 ? values.Clone()
            : reduce == "sum" ? values.Sum(dense, keepDim)
            : throw new TorchNotImplementedException($"masked {reduce} of dense dimensions of a torch.sparse_coo tensor");
        return sparse.Length == sparseDimensions
            ? Whole(reduce, values, sparseDimensions, keepDim, identity).To(dtype).ToSparse()
            : Grouped(reduce, values, Remaining(indices, sparse, sparseDimensions, keepDim), kept, dtype);
    }

    /// <summary>Reduces a CSR matrix.</summary>
    /// <exception cref="TorchException"><paramref name="keepDim"/> is false.</exception>
    public static Tensor OfCompressedRows(string reduce, Tensor input, long[] dims, bool keepDim, DType dtype)
    {
        if (!keepDim)
        {
            throw new TorchException("reduction operations on CSR tensors with keepdim=False is unsupported");
        }

        if (dims.Length == 0)
        {
            return input;
        }

        var (values, rows, columns) = (input.Values(), input.CrowIndices(), input.ColIndices());
        values = values.DType == dtype ? values : values.To(dtype);
        var (newRows, newColumns, newValues, shape) = dims switch
        {
            [0] => OfColumns(reduce, values, columns, input.Shape[1]),
            [_] => OfRows(reduce, values, rows, columns, input.Shape[0]),
            _ => OfAll(reduce, values, columns, dtype),
        };
        return Torch.SparseCsrTensor(newRows, newColumns, newValues, shape, dtype: dtype, device: input.Device);
    }

    private static Tensor Whole(string reduce, Tensor values, long sparseDimensions, bool keepDim, Func<Tensor, Tensor> identity)
    {
        var result = reduce is "amax" or "amin" && values.Shape[0] == 0 ? identity(values) : Along(reduce, values, keepDim: false, dtype: null);
        for (var i = 0; keepDim && i < sparseDimensions; i++)
        {
            result = result.Unsqueeze(0);
        }

        return result;
    }

    // The indices without the reduced dimensions, or with 0 for these if they are kept.
    private static Tensor Remaining(Tensor indices, long[] reduced, long sparseDimensions, bool keepDim)
    {
        indices = indices.Clone();
        if (keepDim)
        {
            foreach (var d in reduced)
            {
                indices[(int)d].Fill_(0);
            }

            return indices;
        }

        long[] retained = [.. Enumerable.Range(0, (int)sparseDimensions).Select(d => (long)d).Except(reduced)];
        return reduced.Length == 0 ? indices : indices.IndexSelect(0, Torch.Tensor(retained).To(indices.Device));
    }

    // Reduces the values that have the same position.
    private static Tensor Grouped(string reduce, Tensor values, Tensor indices, long[] shape, DType dtype)
    {
        if (indices.Numel > 0)
        {
            (indices, var group, _) = Torch.Unique(indices, returnInverse: true, dim: 1);
            long[] grouped = [indices.Shape[1], .. values.Shape.Skip(1)];
            group = group.Reshape([group.Numel, .. Enumerable.Repeat(1L, values.NDim - 1)]).Expand(values.Shape);

            // ScatterReduce_ is computed in float32 for half precision dtypes.
            var isHalf = dtype == DType.BFloat16 || dtype == DType.Float16;
            values = isHalf ? values.Float() : values;
            values = values.NewEmpty(grouped).ScatterReduce_(0, group, values, reduce, includeSelf: false);
            values = isHalf ? values.To(dtype) : values;
        }

        return Torch.SparseCooTensor(indices, values, shape, dtype: dtype, device: values.Device);
    }

    private static (Tensor Rows, Tensor Columns, Tensor Values, long[] Shape) OfColumns(string reduce, Tensor values, Tensor columns, long width)
    {
        (columns, var group, _) = Torch.Unique(columns, returnInverse: true);
        var reduced = values.NewEmpty(columns.Shape);
        reduced.ScatterReduce_(0, group, values, reduce, includeSelf: false);
        return (Torch.Tensor([0L, columns.Shape[0]]), columns, reduced, [1, width]);
    }

    // Each row that has elements has a single one in the result.
    private static (Tensor Rows, Tensor Columns, Tensor Values, long[] Shape) OfRows(string reduce, Tensor values, Tensor rows, Tensor columns, long height)
    {
        var newRows = Torch.Cat([rows.NewZeros([1]), Torch.Cumsum(Torch.Diff(rows).Ne(0), 0)], 0);
        var reduced = Torch.SegmentReduce(values, reduce is "amax" or "amin" ? reduce[1..] : reduce, offsets: rows);
        return (newRows, columns.NewZeros([newRows[-1].Item<long>()]), reduced, [height, 1]);
    }

    private static (Tensor Rows, Tensor Columns, Tensor Values, long[] Shape) OfAll(string reduce, Tensor values, Tensor columns, DType dtype)
    {
        var count = Math.Min(1, values.Numel);
        var reduced = count == 1 ? Along(reduce, values, keepDim: true, reduce is "amax" or "amin" ? null : dtype) : Torch.Empty([0], dtype: dtype);
        return (Torch.Tensor([0L, count]), columns.NewZeros([count]), reduced, [1, count]);
    }

    private static Tensor Along(string reduce, Tensor values, bool keepDim, DType? dtype) => reduce switch
    {
        "sum" => values.Sum(0, keepDim, dtype),
        "prod" => values.Prod(0, keepDim, dtype),
        "mean" => values.Mean(0, keepDim, dtype),
        "amax" => values.Amax(0, keepDim),
        _ => values.Amin(0, keepDim),
    };
}
