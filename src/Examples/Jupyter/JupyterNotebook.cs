using System.Text.Json;
using System.Text.Json.Nodes;
using LibTorch.Examples.Notebooks;
using LibTorch.Examples.Running;

namespace LibTorch.Examples.Jupyter;

/// <summary>A notebook of the catalog as a Jupyter file: a cell that loads the package, then the notebook's own cells.</summary>
/// <param name="entry">The notebook.</param>
/// <param name="run">Its run.</param>
/// <param name="feed">The folder with the package.</param>
internal sealed class JupyterNotebook(NotebookEntry entry, NotebookRun run, string feed)
{
    // Escapes only characters that JSON requires to be escaped.
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public string FileName => $"{entry.Number}-{entry.Name}.ipynb";

    /// <summary>The code cells' sources: the one that loads the package, then one for each cell of the notebook.</summary>
    public IReadOnlyList<string> Sources { get; } = Scripts(run, feed);

    /// <summary>The file's text.</summary>
    public override string ToString()
    {
        JsonArray cells = [Markdown($"# {entry.Number}: {entry.Name}\n\nMade by `./build.sh notebooks` from the class in `src/Examples/Notebooks`.")];
        for (var i = 0; i < Sources.Count; i++)
        {
            if (i > 0)
            {
                var cell = run.Cells[i - 1];
                cells.Add(Markdown(cell.Remark is null ? cell.Label : $"{cell.Label}: {cell.Remark}"));
            }

            cells.Add(new JsonObject
            {
                ["cell_type"] = "code", ["execution_count"] = null, ["id"] = $"code-{i}", ["metadata"] = new JsonObject(), ["outputs"] = new JsonArray(), ["source"] = Lines(Sources[i]),
            });
        }

        for (var i = 0; i < cells.Count; i++)
        {
            cells[i]!["id"] ??= $"text-{i}";
        }

        return new JsonObject
        {
            ["cells"] = cells,
            ["metadata"] = new JsonObject
            {
                ["kernelspec"] = new JsonObject { ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = ".net-csharp" },
                ["language_info"] = new JsonObject { ["name"] = "csharp" },
            },
            ["nbformat"] = 4,
            ["nbformat_minor"] = 5,
        }.ToJsonString(Readable) + "\n";
    }

    private static List<string> Scripts(NotebookRun run, string feed)
    {
        ScriptCells script = new();
        List<string> cells = [.. run.Cells.Select(cell => script.Of(cell.Source))];
        string[] loading =
        [
            $"#i \"nuget:{feed}\"", "#r \"nuget: LibTorch.Facade\"", "using LibTorch;", "using LibTorch.NN;", "using static LibTorch.Torch;",
            .. ScriptHelpers.CalledIn(string.Join('\n', cells)).Select(helper => "\n" + helper),
        ];
        return [string.Join('\n', loading), .. cells];
    }

    private static JsonObject Markdown(string text) =>
        new() { ["cell_type"] = "markdown", ["metadata"] = new JsonObject(), ["source"] = Lines(text) };

    private static JsonArray Lines(string text)
    {
        var lines = text.Split('\n');
        return [.. lines.Select((line, i) => (JsonNode)(i < lines.Length - 1 ? line + "\n" : line))];
    }
}
