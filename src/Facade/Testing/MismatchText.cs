using System.Globalization;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>The text of a mismatch with the differences, in PyTorch's words.</summary>
internal static class MismatchText
{
    /// <summary>The text for two numbers.</summary>
    /// <param name="actual">The actual number.</param>
    /// <param name="expected">The expected number.</param>
    /// <param name="tolerances">The allowed differences.</param>
    /// <param name="what">What the message calls the numbers.</param>
    public static string OfNumbers(PythonNumber actual, PythonNumber expected, Tolerances tolerances, string what)
    {
        var absolute = actual.DistanceTo(expected);
        var relative = expected.Value == 0 ? double.PositiveInfinity : absolute.Value.Real / expected.Magnitude.Value.Real;
        return Text(
            what,
            LibraryCalls.IsAtLeast(2, 1) ? $"Expected {expected} but got {actual}.\n" : "",
            tolerances,
            $"Absolute difference: {absolute}",
            $"Relative difference: {PythonText.Float(relative)}");
    }

    /// <summary>The text for two tensors of the same shape and dtype, with at least one dimension.</summary>
    /// <param name="actual">The actual tensor.</param>
    /// <param name="expected">The expected tensor.</param>
    /// <param name="matches">Which elements are close.</param>
    /// <param name="tolerances">The allowed differences.</param>
    /// <param name="what">What the message calls the tensors.</param>
    public static string OfTensors(Tensor actual, Tensor expected, Tensor matches, Tolerances tolerances, string what)
    {
        var count = matches.Numel;
        var unlike = count - matches.Sum().Item<long>();
        var share = PythonFormat.Fixed(100.0 * unlike / count, 1);
        var counted = string.Create(CultureInfo.InvariantCulture, $"Mismatched elements: {unlike} / {count} ({share}%)\n");
        if (Finfo.IsEightBits(actual.DType))
        {
            // libtorch has no arithmetic for 8-bit floating point dtypes, so there are no differences to show.
            var first = matches.LogicalNot().Nonzero()[0].ToArray<long>();
            return $"{what} are not 'equal'!\n\n{counted}The first mismatched element is at index {PythonText.Tuple(first)}.";
        }

        var isInteger = !actual.DType.IsFloatingPoint && !actual.DType.IsComplex;
        var (left, right) = (actual.Flatten(), expected.Flatten());
        if (isInteger)
        {
            (left, right) = (left.To(DType.Int64), right.To(DType.Int64));
        }

        // Only mismatched elements count for the greatest differences.
        var close = matches.Flatten();
        var absolute = (left - right).Abs().MaskedFill_(close, 0);
        var relative = (absolute / right.Abs()).MaskedFill_(close, 0);
        return Text(what, counted, tolerances, Greatest("absolute", absolute, matches.Shape), Greatest("relative", relative, matches.Shape));
    }

    private static string Greatest(string kind, Tensor differences, Size shape)
    {
        var (value, place) = differences.Max(0);
        return $"Greatest {kind} difference: {PythonText.Number(value.Item())} at index {PythonText.Tuple(Unravelled(place.Item<long>(), shape))}";
    }

    private static long[] Unravelled(long place, Size shape)
    {
        var index = new long[shape.Count];
        for (var i = shape.Count - 1; i >= 0; i--)
        {
            (place, index[i]) = Math.DivRem(place, shape[i]);
        }

        return index;
    }

    private static string Text(string what, string extra, Tolerances tolerances, string absolute, string relative)
    {
        var (atol, rtol) = tolerances.IsEquality ? ("", "") : ($" (up to {PythonText.Float(tolerances.Atol)} allowed)", $" (up to {PythonText.Float(tolerances.Rtol)} allowed)");
        return $"{what} are not {(tolerances.IsEquality ? "equal" : "close")}!\n\n{extra}{absolute}{atol}\n{relative}{rtol}";
    }
}
