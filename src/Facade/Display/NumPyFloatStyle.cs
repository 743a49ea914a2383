namespace LibTorch;

/// <summary>How numpy writes the floating numbers of one array: as few digits as identify each, eight after the point at most.</summary>
internal static class NumPyFloatStyle
{
    private const int Precision = 8;

    /// <summary>The padded texts of the values, all of one width.</summary>
    public static string[] Format(double[] values, FloatKind kind, NumPyRules rules, bool plusSign)
    {
        var finite = Array.FindAll(values, double.IsFinite);
        var scientific = NeedsExponent(finite, kind, rules);
        var numbers = scientific ? Scientific(finite, kind) : Array.ConvertAll(finite, v => Positional(v, kind));
        var before = 0;
        var after = 0;
        var exponentDigits = 0;
        for (var i = 0; i < numbers.Length; i++)
        {
            before = Math.Max(before, numbers[i].Integer.Length + (HasSign(finite[i], plusSign) ? 1 : 0));
            after = Math.Max(after, numbers[i].Fraction.Length);
            exponentDigits = Math.Max(exponentDigits, numbers[i].ExponentDigits);
        }

        var right = scientific ? after + exponentDigits + 2 : after;
        if (finite.Length < values.Length)
        {
            var anyInfinitySign = plusSign || Array.IndexOf(values, double.NegativeInfinity) >= 0;
            before = Math.Max(before, (anyInfinitySign ? 4 : 3) - (right + 1));
        }

        var texts = new string[values.Length];
        var next = 0;
        for (var i = 0; i < texts.Length; i++)
        {
            var sign = HasSign(values[i], plusSign) ? (IsNegative(values[i]) ? "-" : "+") : "";
            if (double.IsFinite(values[i]))
            {
                var number = numbers[next++];
                var tail = scientific
                    ? number.Fraction.PadRight(after, '0') + "e" + PythonFormat.Exponent(number.Exponent, exponentDigits)
                    : number.Fraction.PadRight(after);
                texts[i] = $"{(sign + number.Integer).PadLeft(before)}.{tail}";
            }
            else
            {
                texts[i] = (sign + (double.IsNaN(values[i]) ? "nan" : "inf")).PadLeft(before + right + 1);
            }
        }

        return texts;
    }

    private static bool NeedsExponent(double[] finite, FloatKind kind, NumPyRules rules)
    {
        var smallest = double.PositiveInfinity;
        double largest = 0;
        foreach (var value in finite)
        {
            if (value != 0)
            {
                smallest = Math.Min(smallest, Math.Abs(value));
                largest = Math.Max(largest, Math.Abs(value));
            }
        }

        return largest != 0
            && (largest >= rules.ArrayLimit(kind) || smallest < rules.ArraySmallest(kind) || Ratio(largest, smallest, kind) > 1000.0);
    }

    // numpy divides in the array's own type.
    private static double Ratio(double largest, double smallest, FloatKind kind) => kind switch
    {
        FloatKind.Half => (double)(Half)(largest / smallest),
        FloatKind.Single => (float)largest / (float)smallest,
        _ => largest / smallest,
    };

    private static NumPyNumber Positional(double value, FloatKind kind)
    {
        var digits = UniqueDecimal.Positional(Math.Abs(value), kind, Precision);
        return new NumPyNumber(digits.Integer, digits.Fraction, 0);
    }

    // All mantissas get as many digits as the longest of them needs; the digits added to shorter ones are those of the exact value.
    private static NumPyNumber[] Scientific(double[] values, FloatKind kind)
    {
        var needed = 0;
        foreach (var value in values)
        {
            var digits = UniqueDecimal.Scientific(Math.Abs(value), kind, 0, Precision);
            needed = Math.Max(needed, digits.Digits.TrimEnd('0').Length - 1);
        }

        return Array.ConvertAll(values, value =>
        {
            var digits = UniqueDecimal.Scientific(Math.Abs(value), kind, needed, needed);
            return new NumPyNumber(digits.Digits[..1], digits.Digits[1..], digits.Exponent);
        });
    }

    private static bool IsNegative(double value) => double.IsNegative(value) && !double.IsNaN(value);

    private static bool HasSign(double value, bool plusSign) => plusSign || IsNegative(value);

    private readonly record struct NumPyNumber(string Integer, string Fraction, int Exponent)
    {
        public int ExponentDigits => Math.Abs(Exponent) >= 100 ? 3 : 2;
    }
}
