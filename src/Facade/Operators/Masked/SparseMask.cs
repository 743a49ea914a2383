namespace LibTorch;

/// <summary>
/// Masks for sparse tensors, as torch.masked builds and applies them: elements that the mask excludes become unspecified.
/// </summary>
internal static class SparseMask
{
    /// <summary>The mask as booleans, of the input's shape and layout; a COO mask is coalesced.</summary>
    public static Tensor Canonical(Tensor input, Tensor mask)
    {
        if (mask.Shape != input.Shape)
        {
            mask = mask.Layout switch
            {
                Layout.Strided => Torch.BroadcastTo(mask.Clone(), input.Shape).To(DType.Bool),
                Layout.Sparse => Called("_sparse_broadcast_to", mask, input.Shape.ToArray()),
                _ => Called("_sparse_broadcast_to", mask.ToSparse(), input.Shape.ToArray()).ToSparseCsr(),
            };
        }

        if (mask.Layout != input.Layout)
        {
            mask = input.Layout != Layout.Sparse ? mask.ToSparseCsr()
                : mask.Layout == Layout.Strided ? mask.ToSparse(input.SparseDim())
                : mask.ToSparse();
        }

        return (mask.Layout == Layout.Sparse ? mask.Coalesce() : mask).To(DType.Bool);
    }

    /// <summary>
    /// The input with exactly the elements specified that the mask admits; those that were unspecified before are 0. Within dense
    /// dimensions, excluded elements become <paramref name="value"/>.
    /// </summary>
    public static Tensor Where(Tensor mask, Tensor input, Scalar value) => input.Layout == Layout.Sparse
        ? WhereCoordinates(mask, input, value)
        : WhereCoordinates(mask.ToSparse(), input.ToSparse(), value).ToSparseCsr();

    /// <summary>Calls an operator that has no method.</summary>
    public static Tensor Called(string name, params object?[] arguments) => Torch.Ops["aten::" + name].InvokeTensor(arguments);

    private static Tensor WhereCoordinates(Tensor mask, Tensor input, Scalar value)
    {
        if (mask.DenseDim() != input.DenseDim())
        {
            throw new TorchException("");
        }

        input = input.Coalesce();
        var (indices, maskIndices) = (input.Indices(), mask.Indices());
        var flat = Flat(indices, input.Shape, input.SparseDim());
        var maskFlat = Flat(maskIndices, mask.Shape, mask.SparseDim());
        var letIn = maskFlat[AnyOf(mask, input.SparseDim()).Nonzero()[.., 0]];

        // Elements that are specified and that the mask admits.
        var kept = InBoth(letIn, flat).Values;
        var place = InBoth(flat, kept).Places;
        var values = input.Values()[place];
        if (mask.DenseDim() > 0)
        {
            values = Torch.Where(mask.Values()[InBoth(maskFlat, kept).Places], values, Torch.Full([], value, dtype: input.DType, device: input.Device));
        }

        // Elements that the mask admits and that are not specified.
        var zeros = maskIndices[.., InBoth(maskFlat, Without(letIn, kept)).Places];
        var count = zeros.Shape[1];
        if (count == 0)
        {
            return Called("_coalesced_", Torch.SparseCooTensor(indices[.., place], values, input.Shape), true);
        }

        var all = Torch.Cat([indices[.., place], zeros], dim: 1);
        return Torch.SparseCooTensor(all, Torch.Cat([values, values.NewZeros([count, .. values.Shape.Skip(1)])]), input.Shape).Coalesce();
    }

    // Which of the mask's entries admit any element of their dense dimensions.
    private static Tensor AnyOf(Tensor mask, long sparseDimensions)
    {
        var any = mask.Values();
        for (var dim = mask.DenseDim() > 0 ? sparseDimensions : 0; dim > 0; dim--)
        {
            any = any.Any(dim);
        }

        return any;
    }

    // Multi-dimensional positions as flat positions.
    private static Tensor Flat(Tensor indices, Size shape, long sparseDimensions)
    {
        var flat = indices.NewZeros([indices.Shape[1]]);
        for (var dim = 0; dim < sparseDimensions; dim++)
        {
            flat.Mul_(shape[dim]).Add_(indices[dim]);
        }

        return flat;
    }

    // The values that are in both tensors, and their positions in the sorted union of the two.
    private static (Tensor Values, Tensor Places) InBoth(Tensor one, Tensor other)
    {
        var (union, _, counts) = Torch.Unique(Torch.Cat([one, other]), returnCounts: true);
        var places = counts.Gt(1).Nonzero()[.., 0];
        return (union[places], places);
    }

    private static Tensor Without(Tensor one, Tensor other)
    {
        var (union, _, counts) = Torch.Unique(Torch.Cat([one, other]), returnCounts: true);
        return InBoth(union[counts.Eq(1).Nonzero()[.., 0]], one).Values;
    }
}
