using System.Globalization;

namespace LibTorch;

/// <summary>The texts of integers, signed or not.</summary>
internal static class IntegerTexts
{
    /// <summary>The texts of a long[] or ulong[]. The exact type is compared, because a type pattern matches either array type.</summary>
    public static string[] Of(Array values) => values.GetType() == typeof(ulong[])
        ? Array.ConvertAll((ulong[])values, v => v.ToString(CultureInfo.InvariantCulture))
        : Array.ConvertAll((long[])values, v => v.ToString(CultureInfo.InvariantCulture));
}
