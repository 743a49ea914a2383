using System.Text.RegularExpressions;

namespace LibTorch.Examples.Report;

/// <summary>The lines of a Python twin that belong to a cell, or to a rule.</summary>
internal sealed partial class PythonSource
{
    private readonly string _twin;
    private readonly string _shared;

    /// <summary>Reads a twin, and the rules that several twins share.</summary>
    public PythonSource(string twin)
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Notebooks");
        _twin = File.ReadAllText(Path.Combine(folder, twin)).ReplaceLineEndings("\n");
        _shared = File.ReadAllText(Path.Combine(folder, "gradient_rules.py")).ReplaceLineEndings("\n");
    }

    /// <summary>The lines of the cell with this label; empty if there is none.</summary>
    public string Cell(string label)
    {
        var begin = $"\ncell(\"{label}\")\n";
        var at = _twin.IndexOf(begin, StringComparison.Ordinal);
        if (at < 0)
        {
            return "";
        }

        var rest = _twin[(at + begin.Length)..];
        var end = NextPart().Match(rest);
        return (end.Success ? rest[..end.Index] : rest).Trim('\n');
    }

    /// <summary>The call that checks the rule of this name; empty if there is none.</summary>
    public string Rule(string name)
    {
        foreach (var text in new[] { _twin, _shared })
        {
            var at = text.IndexOf($"rule(\"{name}\",\n", StringComparison.Ordinal);
            if (at >= 0)
            {
                return AtMargin(text[at..End(text, at)], at - (text.LastIndexOf('\n', at) + 1));
            }
        }

        return "";
    }

    // The position after the bracket that closes the first one. The rules' texts in the twins contain no unbalanced brackets.
    private static int End(string text, int at)
    {
        var (open, i) = (0, at);
        do
        {
            open += text[i] switch { '(' => 1, ')' => -1, _ => 0 };
            i++;
        }
        while (i < text.Length && (open > 0 || text[i - 1] != ')'));
        return i;
    }

    private static string AtMargin(string call, int indent) =>
        string.Join('\n', call.Split('\n').Select((line, i) => i == 0 ? line : line[Math.Min(indent, line.Length)..]));

    [GeneratedRegex(@"^(?:cell\(|rules\(\))", RegexOptions.Multiline)]
    private static partial Regex NextPart();
}
