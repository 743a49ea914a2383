using System.Numerics;

namespace LibTorch;

/// <summary>The padded texts of an array's elements in numpy's form.</summary>
internal static class NumPyCells
{
    /// <summary>Formats row-major values of any type that <see cref="DisplayTensor.Values"/> may have.</summary>
    public static string[] Of(Array values, FloatKind kind, NumPyRules rules) => values switch
    {
        double[] reals => NumPyFloatStyle.Format(reals, kind, rules, plusSign: false),
        Complex[] complexes => OfComplexes(complexes, kind, rules),
        long[] or ulong[] => Pad(IntegerTexts.Of(values)),
        bool[] booleans => Array.ConvertAll(booleans, v => v ? " True" : "False"),
        _ => throw new ArgumentException($"No text for values of type {values.GetType()}.", nameof(values)),
    };

    private static string[] Pad(string[] texts)
    {
        var width = texts.Max(text => text.Length);
        return Array.ConvertAll(texts, text => text.PadLeft(width));
    }

    private static string[] OfComplexes(Complex[] values, FloatKind kind, NumPyRules rules)
    {
        var real = NumPyFloatStyle.Format(Array.ConvertAll(values, v => v.Real), kind, rules, plusSign: false);
        var imaginary = NumPyFloatStyle.Format(Array.ConvertAll(values, v => v.Imaginary), kind, rules, plusSign: true);
        var texts = new string[values.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            // The j directly follows the last digit; padding that was there moves behind it.
            var number = imaginary[i].TrimEnd(' ');
            texts[i] = string.Concat(real[i], number, "j", imaginary[i].AsSpan(number.Length));
        }

        return texts;
    }
}
