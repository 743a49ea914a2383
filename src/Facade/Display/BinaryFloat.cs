namespace LibTorch;

/// <summary>A finite floating number taken apart: (-1)^Negative * Mantissa * 2^Exponent.</summary>
internal readonly record struct BinaryFloat(bool Negative, ulong Mantissa, int Exponent, bool LowerNeighbourIsCloser)
{
    /// <summary>Takes a value apart as a number of the given format; the value has to be one of that format's.</summary>
    public static BinaryFloat Of(double value, FloatKind kind = FloatKind.Double) => kind switch
    {
        FloatKind.Half => Split(BitConverter.HalfToUInt16Bits((Half)value), fractionBits: 10, exponentBits: 5),
        FloatKind.Single => Split(BitConverter.SingleToUInt32Bits((float)value), fractionBits: 23, exponentBits: 8),
        _ => Split(BitConverter.DoubleToUInt64Bits(value), fractionBits: 52, exponentBits: 11),
    };

    private static BinaryFloat Split(ulong bits, int fractionBits, int exponentBits)
    {
        var fraction = bits & ((1UL << fractionBits) - 1);
        var stored = (int)(bits >> fractionBits) & ((1 << exponentBits) - 1);
        var negative = (bits >> (fractionBits + exponentBits)) != 0;
        var smallest = 2 - (1 << (exponentBits - 1)) - fractionBits;
        return stored == 0
            ? new BinaryFloat(negative, fraction, smallest, LowerNeighbourIsCloser: false)
            : new BinaryFloat(negative, fraction | (1UL << fractionBits), smallest + stored - 1, fraction == 0 && stored > 1);
    }
}
