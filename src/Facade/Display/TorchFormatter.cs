using System.Globalization;
using System.Text;

namespace LibTorch;

/// <summary>Writes what PyTorch's repr(tensor) gives, character for character.</summary>
internal static class TorchFormatter
{
    private const string Prefix = "tensor(";
    private const string NestedPrefix = "nested_tensor(";
    private const string SparseCoo = "torch.sparse_coo";

    /// <summary>The text of a tensor, which must have been summarised with the same options' edge items.</summary>
    public static string Format(DisplayTensor t, PrintOptions options)
    {
        var prefix = t.Nested is null ? Prefix : NestedPrefix;
        var text = new StringBuilder(prefix);
        if (t.Nested is not null)
        {
            var parts = t.Nested.Select(part => "  " + part.Replace("\n", "\n  ", StringComparison.Ordinal));
            text.Append("[\n").AppendJoin(",\n", parts).Append("\n]");
        }
        else if (t.Parts.Count > 0)
        {
            WriteParts(text, t, options);
        }
        else
        {
            WriteValues(text, t, options, Prefix.Length);
        }

        WriteSuffixes(text, Suffixes(t, options), options.LineWidth, prefix.Length, startOnNewLine: t.Layout == SparseCoo);
        return text.Append(')').ToString();
    }

    private static void WriteValues(StringBuilder text, DisplayTensor t, PrintOptions options, int indent)
    {
        if (t.Values is null)
        {
            text.Append("...");
        }
        else if (t.IsEmpty)
        {
            text.Append("[]");
        }
        else
        {
            var cells = TorchCells.Of(t.Values, options, t.ForcedModeSetsWidth);
            new TorchLayout(t, cells, options.LineWidth, text).Write(indent);
        }
    }

    private static void WriteParts(StringBuilder text, DisplayTensor t, PrintOptions options)
    {
        var separator = "";
        foreach (var (name, part) in t.Parts)
        {
            var opening = $"{name}={Prefix}";
            text.Append(separator).Append(opening);
            WriteValues(text, part, options, Prefix.Length + opening.Length);
            if (part.IsEmpty || part.Values is null)
            {
                text.Append(", ").Append(SizeSuffix(part));
            }

            text.Append(')');
            separator = ",\n" + new string(' ', Prefix.Length);
        }
    }

    private static List<string> Suffixes(DisplayTensor t, PrintOptions options)
    {
        var sparse = t.Parts.Count > 0;
        var noValues = !sparse && (t.Values is null || t.IsEmpty);
        var suffixes = new List<string>();
        if (t.Device is not null)
        {
            suffixes.Add($"device='{t.Device}'");
        }

        if (t.Nested is not null)
        {
            AddHistory(suffixes, t);
            return suffixes;
        }

        if (sparse || t.Values is null || t.Quantization.Count > 0 || (t.IsEmpty ? t.Sizes.Length != 1 : options.EdgeItems == 0))
        {
            suffixes.Add(SizeSuffix(t));
        }

        if (t.StoredCount is long count)
        {
            suffixes.Add(string.Create(CultureInfo.InvariantCulture, $"nnz={count}"));
        }

        // Without elements, an integer or bool tensor cannot be recognised, so only the default floating dtype is left out.
        if (noValues ? t.DType != t.DefaultDType : !GoesUnsaid(t))
        {
            suffixes.Add("dtype=torch." + t.DType);
        }

        suffixes.AddRange(t.Quantization);
        if (t.Layout is not null)
        {
            suffixes.Add("layout=" + t.Layout);
        }

        AddHistory(suffixes, t);
        return suffixes;
    }

    private static void AddHistory(List<string> suffixes, DisplayTensor t)
    {
        if (t.GradFn is not null)
        {
            suffixes.Add($"grad_fn=<{t.GradFn}>");
        }
        else if (t.RequiresGrad)
        {
            suffixes.Add("requires_grad=True");
        }

        if (t.Names is not null)
        {
            var names = string.Join(", ", t.Names.Select(name => name is null ? "None" : $"'{name}'"));
            suffixes.Add($"names=({names}{(t.Names.Count == 1 ? "," : "")})");
        }

        if (t.Tangent is not null)
        {
            suffixes.Add($"tangent={t.Tangent}");
        }
    }

    private static bool GoesUnsaid(DisplayTensor t) =>
        t.DType is "int64" or "bool"
        || t.DType == t.DefaultDType
        || t.DType == (t.DefaultDType == "float64" ? "complex128" : "complex64");

    private static string SizeSuffix(DisplayTensor t)
    {
        var sizes = string.Join(", ", t.Sizes);
        return t.Sizes.Length == 1 ? $"size=({sizes},)" : $"size=({sizes})";
    }

    private static void WriteSuffixes(StringBuilder text, List<string> suffixes, int lineWidth, int indent, bool startOnNewLine)
    {
        // PyTorch counts the last line as two columns longer than it is.
        var column = LengthOfLastLine(text) + 2;
        foreach (var suffix in suffixes)
        {
            if (startOnNewLine || column + suffix.Length + 2 > lineWidth)
            {
                text.Append(",\n").Append(' ', indent).Append(suffix);
                column = indent + suffix.Length;
                startOnNewLine = false;
            }
            else
            {
                text.Append(", ").Append(suffix);
                column += suffix.Length + 2;
            }
        }
    }

    private static int LengthOfLastLine(StringBuilder text)
    {
        var start = text.Length;
        while (start > 0 && text[start - 1] != '\n')
        {
            start--;
        }

        return text.Length - start;
    }
}
