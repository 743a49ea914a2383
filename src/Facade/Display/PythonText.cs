using System.Globalization;

namespace LibTorch;

/// <summary>Values as Python's own messages show them.</summary>
internal static class PythonText
{
    /// <summary>A list's repr: <c>[2, 3]</c>.</summary>
    public static string List(ReadOnlySpan<long> values) => $"[{string.Join(", ", values.ToArray())}]";

    /// <summary>A tuple's repr: <c>(2, 3)</c>, <c>(2,)</c>.</summary>
    public static string Tuple(params ReadOnlySpan<long> values) =>
        values.Length == 1 ? $"({values[0]},)" : $"({string.Join(", ", values.ToArray())})";

    /// <summary>A list's repr: <c>[2.0, 0.5]</c>.</summary>
    public static string List(ReadOnlySpan<double> values) => $"[{string.Join(", ", values.ToArray().Select(Float))}]";

    /// <summary>A float's repr: the shortest digits that are read back as the same number.</summary>
    public static string Float(double value)
    {
        if (!double.IsFinite(value))
        {
            return PythonFormat.NonFinite(value);
        }

        var text = value.ToString("R", CultureInfo.InvariantCulture);
        var magnitude = Math.Abs(value);
        if (magnitude is not 0 and (< 1e-4 or >= 1e16))
        {
            return text.Contains('E', StringComparison.Ordinal) ? text.ToLowerInvariant() : Scientific(text);
        }

        return text.Contains('E', StringComparison.Ordinal) ? value.ToString("F1", CultureInfo.InvariantCulture)
            : text.Contains('.', StringComparison.Ordinal) ? text
            : text + ".0";
    }

    // .NET writes integers of up to 17 digits without an exponent, Python of up to 16.
    private static string Scientific(string integer)
    {
        var sign = integer[0] == '-' ? "-" : "";
        var digits = integer[sign.Length..].TrimEnd('0');
        return $"{sign}{digits[0]}{(digits.Length > 1 ? "." : "")}{digits[1..]}e+{integer.Length - sign.Length - 1}";
    }

    /// <summary>An int's repr.</summary>
    public static string Integer(long value) => value.ToString(CultureInfo.InvariantCulture);

    /// <summary>The arguments of an exception with this message: <c>('it failed',)</c>.</summary>
    public static string Arguments(string message) => $"({Quoted(message)},)";

    /// <summary>A text's repr: <c>'a'</c>, <c>"it's"</c>.</summary>
    public static string Quoted(string text)
    {
        var quote = text.Contains('\'', StringComparison.Ordinal) && !text.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
        var escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal);
        return quote + (quote == '"' ? escaped : escaped.Replace("'", "\\'", StringComparison.Ordinal)) + quote;
    }

    /// <summary>A number's repr.</summary>
    public static string Number(Scalar value) => value.Kind == ScalarKind.Float ? Float(value.ToDouble()) : value.ToString();
}
