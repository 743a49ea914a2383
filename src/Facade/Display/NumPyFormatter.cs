using System.Text;

namespace LibTorch;

/// <summary>Writes what numpy's str(array) gives under numpy's default print options, character for character.</summary>
internal static class NumPyFormatter
{
    /// <summary>An array of more elements than this is summarised.</summary>
    public const int Threshold = 1000;

    /// <summary>Entries that numpy keeps at each end of a summarised dimension.</summary>
    public const int EdgeItems = 3;

    private const int LineWidth = 75;

    /// <summary>
    /// The text of a tensor's values; types that numpy lacks are printed as the next wider one it has (bfloat16 as float32).
    /// Throws <see cref="NotSupportedException"/> for a tensor without values (meta).
    /// </summary>
    public static string Format(DisplayTensor t, NumPyRules rules)
    {
        if (t.Values is null)
        {
            throw new NotSupportedException("numpy has no text for a tensor without values (meta).");
        }

        if (t.IsEmpty)
        {
            return "[]";
        }

        if (t.Sizes.Length == 0)
        {
            return NumPyScalar.Format(t.Values, KindOf(t.DType), rules);
        }

        var text = new StringBuilder();
        new NumPyLayout(t, NumPyCells.Of(t.Values, KindOf(t.DType), rules), LineWidth, text).Write();
        return text.ToString();
    }

    private static FloatKind KindOf(string dtype) => dtype switch
    {
        "float64" or "complex128" => FloatKind.Double,
        "float16" => FloatKind.Half,
        _ => FloatKind.Single,
    };
}
