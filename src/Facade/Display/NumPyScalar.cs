using System.Numerics;

namespace LibTorch;

/// <summary>numpy's str() of a single number, which an array without dimensions is printed as.</summary>
internal static class NumPyScalar
{
    /// <summary>The text of the only element.</summary>
    public static string Format(Array values, FloatKind kind, NumPyRules rules) => values switch
    {
        double[] reals => Real(reals[0], kind, rules, wholeSuffix: ".0"),
        Complex[] complexes => OfComplex(complexes[0], kind, rules),
        long[] or ulong[] => IntegerTexts.Of(values)[0],
        bool[] booleans => booleans[0] ? "True" : "False",
        _ => throw new ArgumentException($"No text for values of type {values.GetType()}.", nameof(values)),
    };

    private static string OfComplex(Complex value, FloatKind kind, NumPyRules rules)
    {
        var imaginary = Real(value.Imaginary, kind, rules, wholeSuffix: "");
        if (value.Real == 0 && !double.IsNegative(value.Real))
        {
            return imaginary + "j";
        }

        var plus = imaginary[0] == '-' ? "" : "+";
        return $"({Real(value.Real, kind, rules, wholeSuffix: "")}{plus}{imaginary}j)";
    }

    private static string Real(double value, FloatKind kind, NumPyRules rules, string wholeSuffix)
    {
        if (!double.IsFinite(value))
        {
            return PythonFormat.NonFinite(value);
        }

        var magnitude = Math.Abs(value);
        var digits = UniqueDecimal.Shortest(magnitude, kind);
        var sign = double.IsNegative(value) ? "-" : "";
        if (magnitude == 0 || (magnitude >= 1e-4 && magnitude < rules.ScalarLimit(kind)))
        {
            return digits.Fraction.Length == 0 ? sign + digits.Integer + wholeSuffix : $"{sign}{digits.Integer}.{digits.Fraction}";
        }

        var fraction = digits.Digits[1..].TrimEnd('0');
        var point = fraction.Length == 0 ? "" : ".";
        return $"{sign}{digits.Digits[0]}{point}{fraction}e{PythonFormat.Exponent(digits.Exponent, minDigits: 2)}";
    }
}
