using System.Numerics;

namespace LibTorch;

/// <summary>
/// The decimal digits by which numpy writes a floating number: as many as distinguish it from its neighbours in its own format, within the
/// caller's minimum and maximum. Digits beyond the unique ones are those of the exact value; where the limit cuts, the exact value is
/// rounded half to even.
/// </summary>
internal static class UniqueDecimal
{
    // 17 digits are always enough to distinguish a double from its neighbours.
    private const int EveryDigit = 17;
    private const int AnyPlace = 2000;

    /// <summary>As many digits as make the number unique.</summary>
    public static DecimalDigits Shortest(double value, FloatKind kind) =>
        Generate(value, kind, new Limits(MinDigits: 1, EveryDigit, MinPlace: AnyPlace, MaxPlace: -AnyPlace));

    /// <summary>Every digit before the decimal point, and at most so many after it.</summary>
    public static DecimalDigits Positional(double value, FloatKind kind, int maxFraction) =>
        Generate(value, kind, new Limits(MinDigits: 1, EveryDigit, MinPlace: 0, MaxPlace: -maxFraction));

    /// <summary>At least and at most so many digits after the first one.</summary>
    public static DecimalDigits Scientific(double value, FloatKind kind, int minFraction, int maxFraction) =>
        Generate(value, kind, new Limits(minFraction + 1, maxFraction + 1, MinPlace: AnyPlace, MaxPlace: -AnyPlace));

    private static DecimalDigits Generate(double value, FloatKind kind, Limits limits)
    {
        var parts = BinaryFloat.Of(value, kind);
        if (parts.Mantissa == 0)
        {
            return new DecimalDigits("0", 0);
        }

        var exponent = PowerOfTen.EstimateLog10(value);
        var numeratorBits = 53 + Math.Max(parts.Exponent, 0) + PowerOfTen.Bits(Math.Max(-exponent, 0));
        var scaleBits = Math.Max(-parts.Exponent, 0) + PowerOfTen.Bits(Math.Max(exponent, 0));

        // The distances to the neighbours are still multiplied by ten for each digit after the unique ones, which needs room.
        var roomBits = 8 + PowerOfTen.Bits(EveryDigit);
        return Math.Max(numeratorBits, scaleBits) + roomBits < 128
            ? Generate<UInt128>(parts, exponent, limits)
            : Generate<BigInteger>(parts, exponent, limits);
    }

    private static DecimalDigits Generate<T>(BinaryFloat value, int exponent, Limits limits)
        where T : IBinaryInteger<T>
    {
        // rest / scale is the value over 10^exponent; below and above are half the way to the neighbours, on the same scale.
        var ten = T.CreateChecked(10);
        var shift = value.LowerNeighbourIsCloser ? 2 : 1;
        var numerator = PowerOfTen.Of<T>(Math.Max(-exponent, 0)) << Math.Max(value.Exponent, 0);
        var scale = PowerOfTen.Of<T>(Math.Max(exponent, 0)) << (Math.Max(-value.Exponent, 0) + shift);
        var rest = T.CreateChecked(value.Mantissa) * numerator << shift;
        var below = numerator;
        var above = value.LowerNeighbourIsCloser ? numerator << 1 : numerator;
        if (rest >= scale * ten)
        {
            exponent++;
            scale *= ten;
        }

        var even = (value.Mantissa & 1) == 0;
        var least = Math.Max(limits.MinDigits, exponent - limits.MinPlace + 1);
        var most = Math.Min(limits.MaxDigits, exponent - limits.MaxPlace + 1);
        Span<char> digits = stackalloc char[most];
        var count = 0;
        while (true)
        {
            (var digit, rest) = T.DivRem(rest, scale);
            digits[count++] = (char)('0' + int.CreateChecked(digit));
            var toBelow = rest.CompareTo(below);
            var toAbove = (rest + above).CompareTo(scale);
            var low = even ? toBelow <= 0 : toBelow < 0;
            var high = even ? toAbove >= 0 : toAbove > 0;
            if (((low || high) && count >= least) || count >= most)
            {
                var toHalf = (rest + rest).CompareTo(scale);
                var up = low == high ? toHalf > 0 || (toHalf == 0 && T.IsOddInteger(digit)) : high;
                return up ? RoundUp(digits[..count], exponent) : new DecimalDigits(new string(digits[..count]), exponent);
            }

            rest *= ten;
            below *= ten;
            above *= ten;
        }
    }

    private static DecimalDigits RoundUp(Span<char> digits, int exponent)
    {
        var last = digits.LastIndexOfAnyExcept('9');
        if (last < 0)
        {
            return new DecimalDigits("1".PadRight(digits.Length, '0'), exponent + 1);
        }

        digits[last]++;
        digits[(last + 1)..].Fill('0');
        return new DecimalDigits(new string(digits), exponent);
    }

    /// <summary>How many digits there may be, and the powers of ten that the last digit may stand for.</summary>
    private readonly record struct Limits(int MinDigits, int MaxDigits, int MinPlace, int MaxPlace);
}
