using System.Numerics;

namespace LibTorch;

/// <summary>Powers of ten for integers of any width, and the bits they take.</summary>
internal static class PowerOfTen
{
    /// <summary>Upper bound for the number of bits of 10^power.</summary>
    public static int Bits(int power) => (power * 10 / 3) + 1;

    /// <summary>10^power for power >= 0.</summary>
    public static T Of<T>(int power)
        where T : IBinaryInteger<T>
    {
        var result = T.One;
        var square = T.CreateChecked(10);
        for (var left = power; left > 0; left >>= 1)
        {
            if ((left & 1) != 0)
            {
                result *= square;
            }

            if (left > 1)
            {
                square *= square;
            }
        }

        return result;
    }

    /// <summary>floor(log10(value)) or one less, but never more, so that a correction only has to go up.</summary>
    public static int EstimateLog10(double value) => (int)Math.Floor(Math.Log10(Math.Abs(value)) - 1e-9);
}
