using System.Numerics;

namespace LibTorch;

/// <summary>The texts of a tensor's elements in PyTorch's form, all padded, and the width they are laid out by.</summary>
/// <remarks>Some texts may be longer than the width: PyTorch measures neither nan and inf nor zero.</remarks>
internal readonly record struct TorchCells(string[] Texts, int Width)
{
    /// <summary>Formats row-major values of any type that <see cref="DisplayTensor.Values"/> may have.</summary>
    public static TorchCells Of(Array values, PrintOptions options, bool forcedModeSetsWidth) => values switch
    {
        double[] reals => OfReals(reals, options, forcedModeSetsWidth),
        Complex[] complexes => OfComplexes(complexes, options, forcedModeSetsWidth),
        long[] or ulong[] => Pad(IntegerTexts.Of(values)),
        bool[] booleans => Pad(Array.ConvertAll(booleans, v => v ? "True" : "False")),
        _ => throw new ArgumentException($"No text for values of type {values.GetType()}.", nameof(values)),
    };

    private static TorchCells Pad(string[] texts)
    {
        var width = 1;
        foreach (var text in texts)
        {
            width = Math.Max(width, text.Length);
        }

        return Pad(texts, width);
    }

    private static TorchCells Pad(string[] texts, int width) =>
        new(Array.ConvertAll(texts, text => text.PadLeft(width)), width);

    private static TorchCells OfReals(double[] values, PrintOptions options, bool forcedModeSetsWidth)
    {
        if (TorchNumberStyle.Chosen(values, options.Precision) is not TorchNumberStyle chosen)
        {
            // There are no numbers to measure; PyTorch then ignores a forced mode as well.
            return Pad(Array.ConvertAll(values, TorchNumberStyle.WholeNumbers.Format), width: 1);
        }

        var shown = chosen with { Scientific = options.SciMode ?? chosen.Scientific };
        var texts = Array.ConvertAll(values, shown.Format);
        var measured = forcedModeSetsWidth || shown == chosen ? texts : Array.ConvertAll(values, chosen.Format);
        var width = 1;
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] != 0 && double.IsFinite(values[i]))
            {
                width = Math.Max(width, measured[i].Length);
            }
        }

        return Pad(texts, width);
    }

    private static TorchCells OfComplexes(Complex[] values, PrintOptions options, bool forcedModeSetsWidth)
    {
        var real = OfReals(Array.ConvertAll(values, v => v.Real), options, forcedModeSetsWidth);
        var imaginary = OfReals(Array.ConvertAll(values, v => v.Imaginary), options, forcedModeSetsWidth);
        var texts = new string[values.Length];
        for (var i = 0; i < texts.Length; i++)
        {
            var text = imaginary.Texts[i].AsSpan().TrimStart(' ');
            texts[i] = string.Concat(real.Texts[i], text[0] == '-' ? "" : "+", text, "j");
        }

        return new TorchCells(texts, real.Width + imaginary.Width + 1);
    }
}
