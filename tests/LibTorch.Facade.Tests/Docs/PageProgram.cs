using System.Text.RegularExpressions;

namespace LibTorch.Tests.Docs;

/// <summary>A program that a page shows: a block of C#, those that continue it, what it prints and its Python twin. CONTRIBUTING.md has the rules.</summary>
internal sealed partial class PageProgram
{
    private readonly List<string> _pieces = [];
    private readonly List<string> _python = [];

    private PageProgram(string page, MarkdownBlock first) =>
        (Place, NeedsCuda) = ($"{page}, line {first.Line}", first.Says("cuda"));

    /// <summary>The page and line where it starts.</summary>
    public string Place { get; }

    public bool NeedsCuda { get; }

    public string Source => string.Concat(_pieces);

    /// <summary>What the page says that it prints; three dots are anything.</summary>
    public string Printed { get; private set; } = "";

    /// <summary>What the page says that it throws in the end, or null.</summary>
    public string? Thrown { get; private set; }

    /// <summary>The same in Python, or null.</summary>
    public string? Python => _python.Count > 0 ? string.Concat(_python) : null;

    public static IReadOnlyList<PageProgram> Of(MarkdownFile page)
    {
        List<PageProgram> programs = [];
        MarkdownBlock[] blocks = [.. page.Blocks()];
        for (var i = 0; i < blocks.Length; i++)
        {
            if (blocks[i].Language == "csharp" && !blocks[i].Says("project"))
            {
                if (!blocks[i].Says("continued"))
                {
                    programs.Add(new(page.Name, blocks[i]));
                }

                programs[^1].Add(blocks[i], i > 0 ? blocks[i - 1] : null, i + 1 < blocks.Length ? blocks[i + 1] : null);
            }
        }

        return programs;
    }

    /// <summary>Whether a text is the one that the page has.</summary>
    public static bool Fits(string stated, string actual) =>
        Regex.IsMatch(actual, $"^{Regex.Escape(stated).Replace(@"\.\.\.", ".*", StringComparison.Ordinal)}$", RegexOptions.CultureInvariant);

    private void Add(MarkdownBlock block, MarkdownBlock? before, MarkdownBlock? after)
    {
        _pieces.Add(block.Text);
        Printed += string.Concat(PrintedLine().Matches(block.Text).Select(match => match.Groups[1].Value + "\n"));
        if (before?.Language == "python")
        {
            _python.Add(before.Text);
        }

        if (after is { Language: "text", Lead: "prints" })
        {
            Printed += after.Text;
        }
        else if (after is { Language: "text", Lead: "throws" })
        {
            Thrown = after.Text.TrimEnd('\n');
        }
    }

    [GeneratedRegex(@"Console\.WriteLine\(.*\);  // (.+)$", RegexOptions.Multiline)]
    private static partial Regex PrintedLine();
}
