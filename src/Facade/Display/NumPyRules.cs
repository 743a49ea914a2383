namespace LibTorch;

/// <summary>When numpy writes numbers with an exponent, which changed twice.</summary>
/// <param name="ComparesInOwnType">Whether bounds are rounded to the array's type first, as numpy 2.0 began to.</param>
/// <param name="NarrowTypesEndEarly">Whether float16 and float32 write no digits that they cannot hold, as numpy 2.3 began to.</param>
internal readonly record struct NumPyRules(bool ComparesInOwnType, bool NarrowTypesEndEarly)
{
    /// <summary>From this value on, a single number is written with an exponent.</summary>
    public double ScalarLimit(FloatKind kind) => Limit(kind, 1e16);

    /// <summary>From this value on, the numbers of an array are written with exponents.</summary>
    public double ArrayLimit(FloatKind kind) => Limit(kind, 1e8);

    /// <summary>Below this value, the numbers of an array are written with exponents.</summary>
    public double ArraySmallest(FloatKind kind) => kind switch
    {
        FloatKind.Half when ComparesInOwnType => (double)(Half)1e-4,
        FloatKind.Single when ComparesInOwnType => 1e-4f,
        _ => 1e-4,
    };

    private double Limit(FloatKind kind, double usual) => kind switch
    {
        FloatKind.Half when NarrowTypesEndEarly => 1e3,
        FloatKind.Single when NarrowTypesEndEarly => 1e6,
        _ => usual,
    };
}
