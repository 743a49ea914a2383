namespace LibTorch.SourceGeneration;

/// <summary>A file with rows of modules and the meanings of their settings.</summary>
internal sealed class ModuleTable
{
    private ModuleTable(string name) => Name = name;

    public string Name { get; }

    public List<ModuleRow> Rows { get; } = [];

    /// <summary>The meanings of settings by name, for this file; without an entry here, those of the other files apply.</summary>
    public Dictionary<string, string> Meanings { get; } = [];

    /// <summary>Reads a file. A line that begins with spaces continues the line before.</summary>
    /// <param name="name">The file's name.</param>
    /// <param name="text">The file's content.</param>
    /// <param name="report">Called with each line that is not a row.</param>
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
