using System.Text.RegularExpressions;

namespace LibTorch.SourceGeneration;

/// <summary>The rows of the *.summaries.txt files. Summaries/Common.summaries.txt explains their format.</summary>
public sealed class SummaryTable
{
    public const string Suffix = ".summaries.txt";

    // The kind with the meanings of arguments that are the same in every row.
    private const string Common = "common";

    private static readonly Regex Head = new(@"^(?<mark>@?)(?<name>[\w-]+)( (?<link>[<=]) (?<other>[\w-]+))?$", RegexOptions.Compiled);

    private readonly Dictionary<string, OperatorSummary> _rows = [];

    private readonly Dictionary<string, OperatorSummary> _kinds = [];

    /// <summary>All rows.</summary>
    public IEnumerable<OperatorSummary> Rows => _rows.Values;

    /// <summary>Reads all files.</summary>
    /// <param name="files">Each file's path and text.</param>
    /// <param name="report">Called with a file and a line in it that is not a row.</param>
    public static SummaryTable Of(IEnumerable<(string Path, string Text)> files, Action<string, string> report)
    {
        var table = new SummaryTable();
        foreach (var (path, text) in files)
        {
            table.Read(text, problem => report(path, problem));
        }

        foreach (var row in table._rows.Values)
        {
            table.Complete(row, problem => report(row.Name, problem));
        }

        return table;
    }

    /// <summary>The operator's row, or null.</summary>
    /// <param name="baseName">The operator's name; an in-place operator has the row of the other form.</param>
    public OperatorSummary? Find(string baseName) => _rows.TryGetValue(baseName.TrimEnd('_'), out var row) ? row : null;

    private void Read(string text, Action<string> report)
    {
        OperatorSummary? row = null;
        foreach (var line in text.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] != ' ')
            {
                row = Begin(line, report);
            }
            else if (row is null || !Take(row, line.Trim()))
            {
                report($"'{line}' belongs to no row, or is its second summary");
            }
        }
    }

    private OperatorSummary? Begin(string line, Action<string> report)
    {
        var match = Head.Match(line);
        if (!match.Success)
        {
            report($"'{line}' begins no row");
            return null;
        }

        var other = match.Groups["other"].Value;
        var row = new OperatorSummary(match.Groups["name"].Value)
        {
            AliasOf = match.Groups["link"].Value == "=" ? other : null,
            Kind = match.Groups["link"].Value == "<" ? other : null,
        };
        var rows = match.Groups["mark"].Length > 0 ? _kinds : _rows;
        if (rows.ContainsKey(row.Name))
        {
            report($"{row.Name} is there twice");
        }

        rows[row.Name] = row;
        return row;
    }

    private static bool Take(OperatorSummary row, string line)
    {
        var colon = line.IndexOf(": ", StringComparison.Ordinal);
        var name = colon > 0 ? line.Substring(0, colon) : string.Empty;
        var rest = line.Substring(Math.Max(colon, 0)).TrimStart(':', ' ');
        switch (line, name)
        {
            case var (code, _) when code.StartsWith(">>> ", StringComparison.Ordinal):
                row.PythonExample = code.Substring(4);
                break;
            case var (code, _) when code.StartsWith("> ", StringComparison.Ordinal):
                row.Example = code.Substring(2);
                break;
            case var (printed, _) when printed[0] == '=':
                row.Printed.Add(printed.Length > 1 ? printed.Substring(2) : string.Empty);
                break;
            case (_, "returns"):
                row.Returns = rest;
                break;
            case (_, "throws"):
                row.Throws.Add(rest);
                break;
            case (_, "page"):
                row.Page = rest;
                break;
            case var (_, argument) when argument.Length > 0 && argument.All(letter => char.IsLetterOrDigit(letter) || letter == '_'):
                row.Arguments[argument] = rest;
                break;
            default:
                if (row.Sentence.Length > 0)
                {
                    return false;
                }

                row.Sentence = line;
                break;
        }

        return true;
    }

    private void Complete(OperatorSummary row, Action<string> report)
    {
        if (row.AliasOf is { } alias)
        {
            if (_rows.TryGetValue(alias, out var known) && known.AliasOf is null)
            {
                Complete(known, report);
                row.Complete(known);
                row.Sentence = $"Another name of `{NameTable.CSharp(alias)}`. {known.Sentence}";
            }
            else
            {
                report($"it is another name of {alias}, which is not there");
            }
        }

        if (row.Kind is { } kind)
        {
            if (_kinds.TryGetValue(kind, out var lines))
            {
                row.Complete(lines);
            }
            else
            {
                report($"the kind {kind} is not there");
            }
        }

        if (_kinds.TryGetValue(Common, out var common))
        {
            row.Complete(common);
        }
    }
}
