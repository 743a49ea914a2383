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
            return text.ToLowerInvariant();
        }

        return text.Contains('E', StringComparison.Ordinal) ? value.ToString("F1", CultureInfo.InvariantCulture)
            : text.Contains('.', StringComparison.Ordinal) ? text
            : text + ".0";
    }

    /// <summary>A number's repr.</summary>
    public static string Number(Scalar value) => value.Kind == ScalarKind.Float ? Float(value.ToDouble()) : value.ToString();
}
