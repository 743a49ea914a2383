using System.Globalization;

namespace LibTorch;

/// <summary>Decimal text of a double as Python's format() gives it: the exact binary value rounded half to even.</summary>
/// <remarks>
/// .NET's "F" and "E" round in the same way (0.03125 is "0.0312" in "F4"); its custom formats such as "0.0000" do not.
/// </remarks>
internal static class PythonFormat
{
    /// <summary>Python's '{:.Nf}' of any double.</summary>
    public static string Fixed(double value, int precision) => double.IsFinite(value)
        ? value.ToString("F" + precision.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
        : NonFinite(value);

    /// <summary>Python's '{:.Ne}' of any double.</summary>
    public static string Scientific(double value, int precision)
    {
        if (!double.IsFinite(value))
        {
            return NonFinite(value);
        }

        // Python writes two digits of the exponent where .NET writes three.
        var text = value.ToString("e" + precision.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        var hundreds = text.Length - 3;
        return text[hundreds] == '0' ? text.Remove(hundreds, 1) : text;
    }

    /// <summary>An exponent with its sign and at least so many digits.</summary>
    public static string Exponent(int exponent, int minDigits)
    {
        var digits = Math.Abs(exponent).ToString(CultureInfo.InvariantCulture).PadLeft(minDigits, '0');
        return (exponent < 0 ? "-" : "+") + digits;
    }

    /// <summary>"nan", "inf" or "-inf".</summary>
    public static string NonFinite(double value) => double.IsNaN(value) ? "nan" : value > 0 ? "inf" : "-inf";
}
