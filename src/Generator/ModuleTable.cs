namespace LibTorch.SourceGeneration;

/// <summary>A file of rows of modules, and of what their settings mean.</summary>
internal sealed class ModuleTable
{
    private ModuleTable(string name) => Name = name;

    public string Name { get; }

    public List<ModuleRow> Rows { get; } = [];

    /// <summary>What settings of a name mean, in this file or, where it does not say, in any.</summary>
    public Dictionary<string, string> Meanings { get; } = [];

    /// <summary>Reads a file. A line that begins with spaces goes on with the one before.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="text">What it has.</param>
    /// <param name="report">Is told what is no row.</param>
    public static ModuleTable Of(string name, string text, Action<string> report)
    {
        var table = new ModuleTable(name);
        foreach (var line in Joined(text))
        {
            if (TableFiles.TakeMeaning(line, table.Meanings))
            {
                continue;
            }

            if (ModuleRow.Of(line) is { } rows)
            {
                table.Rows.AddRange(rows);
            }
            else
            {
                report($"'{line}' is no module");
            }
        }

        return table;
    }

    private static List<string> Joined(string text)
    {
        List<string> lines = [];
        foreach (var line in text.Split('\n').Select(line => line.TrimEnd()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line[0] == ' ' && lines.Count > 0)
            {
                lines[lines.Count - 1] += " " + line.TrimStart();
            }
            else
            {
                lines.Add(line);
            }
        }

        return lines;
    }
}
