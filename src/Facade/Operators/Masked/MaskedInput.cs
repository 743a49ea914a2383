namespace LibTorch;

/// <summary>What torch.masked's functions do with their input before they compute: the elements that the mask leaves out become the function's identity.</summary>
internal static class MaskedInput
{
    // What Python has here for sparse tensors as well.
    private static readonly string[] TakesSparse = ["sum", "prod", "amax", "amin", "mean"];

    // Python's, without the sign bit that .NET's has.
    private static readonly double s_nan = BitConverter.UInt64BitsToDouble(0x7ff8_0000_0000_0000);

    /// <summary>The input with nan where it is left out.</summary>
    public static Tensor WithNaN(string function, Tensor input, Tensor? mask) => Filled(function, input, mask, () => s_nan);

    /// <summary>The input with zeros where it is left out.</summary>
    public static Tensor WithZeros(string function, Tensor input, Tensor? mask) => Filled(function, input, mask, () => 0);

    /// <summary>The input with ones where it is left out.</summary>
    public static Tensor WithOnes(string function, Tensor input, Tensor? mask) => Filled(function, input, mask, () => 1);

    /// <summary>The input with the lowest number of its dtype where it is left out.</summary>
    public static Tensor WithLowest(string function, Tensor input, Tensor? mask, string? identity = null) =>
        Filled(function, input, mask, () => input.DType.IsFloatingPoint ? (Scalar)double.NegativeInfinity : Limits(input.DType, identity ?? function).Lowest);

    /// <summary>The input with the highest number of its dtype where it is left out.</summary>
    public static Tensor WithHighest(string function, Tensor input, Tensor? mask, string? identity = null) =>
        Filled(function, input, mask, () => input.DType.IsFloatingPoint ? (Scalar)double.PositiveInfinity : Limits(input.DType, identity ?? function).Highest);

    /// <summary>The input with the number where it is left out.</summary>
    /// <exception cref="TorchValueException">Python's function takes no tensor of this layout.</exception>
    public static Tensor Filled(string function, Tensor input, Tensor? mask, Func<Scalar> identity)
    {
        Require(function, input);
        if (mask is null)
        {
            return input;
        }

        var whole = Mask(input, mask);
        return Torch.Where(whole, input, Torch.Full([], identity(), dtype: input.DType, device: input.Device));
    }

    /// <summary>The mask as booleans, of the input's shape.</summary>
    /// <exception cref="TorchIndexException">The mask has more dimensions.</exception>
    public static Tensor Mask(Tensor input, Tensor mask)
    {
        var whole = mask;
        if (mask.Shape != input.Shape)
        {
            if (mask.NDim > input.NDim)
            {
                throw new TorchIndexException("_input_mask expected broadcastable mask (got mask dimensionality higher than of the input)");
            }

            whole = Torch.BroadcastTo(mask.Clone(), input.Shape);
        }

        return (whole.Layout == Layout.Strided ? whole : whole.ToDense()).To(DType.Bool);
    }

    /// <summary>The dimensions in order, counted from the first; all where none are given.</summary>
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

    /// <summary>Refuses what is not dense.</summary>
    /// <exception cref="TorchValueException">Python's function takes no tensor of this layout.</exception>
    /// <exception cref="TorchNotImplementedException">Python's does, and this one does not.</exception>
    public static void Require(string function, Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Layout != Layout.Strided)
        {
            var layout = "torch." + SparseParts.LayoutName(input.Layout);
            throw TakesSparse.Contains(function)
                ? new TorchNotImplementedException($"masked {function} of a {layout} tensor is in Python only: make it dense")
                : new TorchValueException($"masked {function} expects strided tensor (got {layout} tensor)");
        }
    }

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
