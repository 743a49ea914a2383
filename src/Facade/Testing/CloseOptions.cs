namespace LibTorch;

/// <summary>What <see cref="Torch.Testing"/> is asked to look at.</summary>
internal sealed record CloseOptions(
    double? Rtol, double? Atol, bool EqualNan, bool CheckDevice, bool CheckDType, bool CheckLayout, bool CheckStride, bool AllowSubclasses)
{
    /// <summary>The tolerances for these dtypes: those that were given, or the loosest of the dtypes' own.</summary>
    /// <exception cref="TorchValueException">Only one was given.</exception>
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
