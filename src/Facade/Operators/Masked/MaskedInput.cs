namespace LibTorch;

/// <summary>Prepares the input of torch.masked's functions: the elements that the mask excludes become the function's identity.</summary>
internal static class MaskedInput
{
    private static readonly string[] TakesCoordinates = ["sum", "prod", "amax", "amin"];
    private static readonly string[] TakesCompressedRows = [.. TakesCoordinates, "mean"];

    /// <summary>The input with nan where the mask is false.</summary>
    public static Tensor WithNaN(string function, Tensor input, Tensor? mask) => Filled(function, input, mask, () => double.NaN);

    /// <summary>The input with zeros where the mask is false.</summary>
    public static Tensor WithZeros(string function, Tensor input, Tensor? mask) => Filled(function, input, mask, () => 0);

    /// <summary>The input with ones where the mask is false.</summary>
    public static Tensor WithOnes(string function, Tensor input, Tensor? mask) => Filled(function, input, mask, () => 1);

    /// <summary>The input with its dtype's lowest number (-inf for floating point) where the mask is false.</summary>
    public static Tensor WithLowest(string function, Tensor input, Tensor? mask, string? identity = null) =>
        Filled(function, input, mask, () => input.DType.IsFloatingPoint ? (Scalar)double.NegativeInfinity : Limits(input.DType, identity ?? function).Lowest);

    /// <summary>The input with its dtype's highest number (inf for floating point) where the mask is false.</summary>
    public static Tensor WithHighest(string function, Tensor input, Tensor? mask, string? identity = null) =>
        Filled(function, input, mask, () => input.DType.IsFloatingPoint ? (Scalar)double.PositiveInfinity : Limits(input.DType, identity ?? function).Highest);

    /// <summary>The input with the identity where the mask is false.</summary>
    /// <exception cref="TorchValueException">Python's function takes no tensor of this layout.</exception>
    public static Tensor Filled(string function, Tensor input, Tensor? mask, Func<Scalar> identity)
    {
        Require(function, input);
        if (mask is null)
        {
            return input;
        }

        var whole = Mask(input, mask);
        return input.Layout == Layout.Strided
            ? Torch.Where(whole, input, Torch.Full([], identity(), dtype: input.DType, device: input.Device))
            : SparseMask.Where(whole, input, identity());
    }

    /// <summary>Reduces the specified elements of a sparse tensor that the mask has been applied to.</summary>
    /// <param name="reduce">The function.</param>
    /// <param name="masked">The tensor.</param>
    /// <param name="dims">The dimensions, in order.</param>
    /// <param name="keepDim">Whether they stay with extent 1.</param>
    /// <param name="dtype">The result's dtype.</param>
    /// <param name="hasMask">Whether there was a mask: without one, unspecified elements would count as 0.</param>
    /// <exception cref="TorchValueException">There was no mask.</exception>
    public static Tensor Reduced(string reduce, Tensor masked, long[] dims, bool keepDim, DType dtype, bool hasMask)
    {
        if (!hasMask)
        {
            // Python's message names the wrong function for amin.
            var named = reduce == "amin" && masked.Layout == Layout.Sparse ? "amax" : reduce;
            throw new TorchValueException($"masked {named} expects explicit mask for {masked.Layout.TorchName()[6..]} tensor input");
        }

        return masked.Layout == Layout.Sparse
            ? SparseReduction.OfCoordinates(reduce, masked, dims, keepDim, dtype, values => Torch.Full([], Extreme(reduce, values.DType), dtype: values.DType))
            : SparseReduction.OfCompressedRows(reduce, masked, dims, keepDim, dtype);
    }

    /// <summary>The mask as booleans, of the input's shape and layout.</summary>
    /// <exception cref="TorchIndexException">The mask has more dimensions than the input.</exception>
    public static Tensor Mask(Tensor input, Tensor mask)
    {
        if (mask.NDim > input.NDim && mask.Shape != input.Shape)
        {
            throw new TorchIndexException("_input_mask expected broadcastable mask (got mask dimensionality higher than of the input)");
        }

        if (input.Layout != Layout.Strided)
        {
            return SparseMask.Canonical(input, mask);
        }

        var whole = mask.Shape == input.Shape ? mask : Torch.BroadcastTo(mask.Clone(), input.Shape);
        return (whole.Layout == Layout.Strided ? whole : whole.ToDense()).To(DType.Bool);
    }

    /// <summary>The dimensions in ascending order and non-negative; all if none are given.</summary>
    /// <exception cref="TorchIndexException">There is no such dimension.</exception>
    /// <exception cref="TorchException">A dimension is named twice.</exception>
    public static long[] Dimensions(IntList dim, int count)
    {
        if (!dim.IsGiven || dim.Count == 0)
        {
            return [.. Enumerable.Range(0, count)];
        }

        var extent = Math.Max(count, 1);
        var found = new List<long>();
        foreach (var d in dim)
        {
            if (found.Contains(d))
            {
                throw new TorchException($"dim={d} appears multiple times in the list of dims");
            }

            if (d >= extent || d < -extent)
            {
                throw new TorchIndexException($"Dimension out of range (expected to be in range of [{-extent}, {extent - 1}], but got {d})");
            }

            found.Add((d + extent) % extent);
        }

        found.Sort();
        return [.. found];
    }

    /// <summary>Refuses layouts that the function does not take.</summary>
    /// <exception cref="TorchValueException">The function takes no tensor of this layout.</exception>
    public static void Require(string function, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        var takes = input.Layout switch
        {
            Layout.Strided => true,
            Layout.Sparse => TakesCoordinates.Contains(function),
            Layout.SparseCsr => TakesCompressedRows.Contains(function),
            _ => false,
        };
        if (!takes)
        {
            var expected = TakesCoordinates.Contains(function) ? "strided, sparse_coo or sparse_csr" : function == "mean" ? "strided or sparse_csr" : "strided";
            throw new TorchValueException($"masked {function} expects {expected} tensor (got {input.Layout.TorchName()} tensor)");
        }
    }

    // The identity of amax or amin.
    private static Scalar Extreme(string reduce, DType dtype) => (reduce, dtype.IsFloatingPoint) switch
    {
        ("amax", true) => double.NegativeInfinity,
        ("amax", false) => Limits(dtype, reduce).Lowest,
        (_, true) => double.PositiveInfinity,
        _ => Limits(dtype, reduce).Highest,
    };

    private static (long Lowest, long Highest) Limits(DType dtype, string function) => dtype.ScalarType switch
    {
        ScalarType.UInt8 => (byte.MinValue, byte.MaxValue),
        ScalarType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        ScalarType.Int16 => (short.MinValue, short.MaxValue),
        ScalarType.Int32 => (int.MinValue, int.MaxValue),
        ScalarType.Int64 => (long.MinValue, long.MaxValue),
        _ => throw new TorchNotImplementedException($"identity of {function} on {dtype} input"),
    };
}
