namespace LibTorch;

/// <summary>The options of <see cref="Torch.Testing"/>'s AssertClose.</summary>
internal sealed record CloseOptions(
    double? Rtol, double? Atol, bool EqualNan, bool CheckDevice, bool CheckDType, bool CheckLayout, bool CheckStride, bool AllowSubclasses)
{
    /// <summary>The tolerances for these dtypes: the given ones, or the loosest of the dtypes' defaults.</summary>
    /// <exception cref="TorchValueException">Only one of the two tolerances was given.</exception>
    public Tolerances For(ComparedPlace place, params ReadOnlySpan<DType> dtypes)
    {
        if (Rtol is { } rtol && Atol is { } atol)
        {
            return new(rtol, atol);
        }

        if (Rtol is not null || Atol is not null)
        {
            throw new TorchValueException(place.Said($"Both 'rtol' and 'atol' must be either specified or omitted, but got no {(Rtol is null ? "rtol" : "atol")}."));
        }

        var loosest = default(Tolerances);
        foreach (var dtype in dtypes)
        {
            var own = Tolerances.Of(dtype);
            loosest = new(Math.Max(loosest.Rtol, own.Rtol), Math.Max(loosest.Atol, own.Atol));
        }

        return loosest;
    }
}
