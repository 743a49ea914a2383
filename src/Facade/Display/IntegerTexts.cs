using System.Globalization;

namespace LibTorch;

/// <summary>The texts of integers, signed or not.</summary>
internal static class IntegerTexts
{
    /// <summary>The texts of a long[] or ulong[]; only the exact type tells them apart, a pattern takes each for the other.</summary>
    public static string[] Of(Array values) => values.GetType() == typeof(ulong[])
        ? Array.ConvertAll((ulong[])values, v => v.ToString(CultureInfo.InvariantCulture))
        : Array.ConvertAll((long[])values, v => v.ToString(CultureInfo.InvariantCulture));
}
