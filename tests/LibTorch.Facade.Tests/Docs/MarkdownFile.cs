using System.Text.RegularExpressions;

namespace LibTorch.Tests.Docs;

/// <summary>A page of the documentation, as far as the tests look into it.</summary>
internal sealed partial class MarkdownFile(string name)
{
    private readonly string[] _lines = File.ReadAllLines(Repository.PathOf(name));

    /// <summary>The page's path in the checkout.</summary>
    public string Name => name;

    /// <summary>All pages there are.</summary>
    public static IEnumerable<MarkdownFile> All =>
        Directory.EnumerateFiles(Repository.Root, "*.md")
            .Concat(Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md", SearchOption.AllDirectories))
            .Select(path => new MarkdownFile(Path.GetRelativePath(Repository.Root, path)));

    /// <summary>The fenced blocks.</summary>
    public IEnumerable<MarkdownBlock> Blocks()
    {
        var lead = "";
        for (var i = 0; i < _lines.Length; i++)
        {
            if (_lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                var first = i + 1;
                i = Array.IndexOf(_lines, "```", first);
                yield return new(_lines[first - 1][3..], string.Concat(_lines[first..i].Select(line => line + "\n")), first + 1, lead);
                lead = "";
            }
            else if (_lines[i].Length > 0)
            {
                lead = _lines[i];
            }
        }
    }

    /// <summary>The code spans in the table columns that have this header, with their lines and the version that stands behind "since".</summary>
    public IEnumerable<(string Code, int Line, string? Since)> ColumnCode(string header)
    {
        var column = -1;
        for (var i = 0; i < _lines.Length; i++)
        {
            var cells = Cells(_lines[i]);
            column = cells.Length == 0 ? -1 : column < 0 ? Array.IndexOf(cells, header) : column;
            if (column >= 0)
            {
                foreach (Match span in CodeSpan().Matches(cells[column]))
                {
                    yield return (span.Groups[1].Value, i + 1, span.Groups[2].Success ? span.Groups[2].Value : null);
                }
            }
        }
    }

    /// <summary>The addresses that links and pictures lead to.</summary>
    public IEnumerable<string> Targets() => Target().Matches(Prose()).Select(match => match.Groups[1].Value);

    /// <summary>The paths in the checkout that code spans name.</summary>
    public IEnumerable<string> NamedPaths() =>
        CodeSpan().Matches(Prose()).Select(match => match.Groups[1].Value).Where(code => RepositoryPath().IsMatch(code));

    /// <summary>What GitHub calls the page's headings in an address.</summary>
    public IEnumerable<string> Anchors() =>
        Heading().Matches(Prose()).Select(match => NotInAnchor().Replace(match.Groups[1].Value.ToLowerInvariant(), "").Replace(' ', '-'));

    private static string[] Cells(string line) =>
        line.StartsWith('|') ? [.. CellBorder().Split(line)[1..^1].Select(cell => cell.Trim().Replace("\\|", "|", StringComparison.Ordinal))] : [];

    private string Prose() => Fenced().Replace(string.Join('\n', _lines), "");

    [GeneratedRegex(@"(?<!\\)\|")]
    private static partial Regex CellBorder();

    [GeneratedRegex(@"`([^`\n]+)`(?: since (\d+\.\d+))?")]
    private static partial Regex CodeSpan();

    [GeneratedRegex("^```.*?^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fenced();

    [GeneratedRegex(@"^#+ (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();

    [GeneratedRegex(@"^(src|tests|docs|\.ci)/[\w./-]*$")]
    private static partial Regex RepositoryPath();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Target();
}
