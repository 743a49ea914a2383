using System.Text.Json;
using System.Text.Json.Nodes;

namespace LibTorch.Examples.Jupyter;

/// <summary>An executed Jupyter notebook: its code cells, and the output shown below each.</summary>
internal sealed class ExecutedNotebook
{
    private ExecutedNotebook(IReadOnlyList<(string Source, string Shown)> cells) => Cells = cells;

    /// <summary>The code cells.</summary>
    public IReadOnlyList<(string Source, string Shown)> Cells { get; }

    /// <summary>Reads the file.</summary>
    /// <exception cref="FormatException">The file is not a notebook.</exception>
    public static ExecutedNotebook Read(string path)
    {
        try
        {
            var cells = JsonNode.Parse(File.ReadAllText(path))!["cells"]!.AsArray().Where(cell => (string?)cell!["cell_type"] == "code");
            return new ExecutedNotebook([.. cells.Select(cell => (Text(cell!["source"]), Shown(cell!["outputs"]!.AsArray())))]);
        }
        catch (Exception why) when (why is JsonException or InvalidOperationException or NullReferenceException)
        {
            throw new FormatException($"{path} is no notebook: {why.Message}", why);
        }
    }

    private static string Shown(JsonArray outputs) => string.Concat(outputs.Select(Shown)).TrimEnd('\n');

    // Printed lines end with a line feed; a displayed value gets a line of its own.
    private static string Shown(JsonNode? output) => (string?)output!["output_type"] switch
    {
        // Warnings go to the standard error stream, in Python too, and are not part of the recorded outputs.
        "stream" => (string?)output["name"] == "stderr" ? "" : Text(output["text"]),
        "error" => $"{(string?)output["ename"]}: {(string?)output["evalue"]}\n",
        _ => Displayed(output["data"]!.AsObject()),
    };

    // Jupyter shows the richest of the available formats; that should be the plain text.
    private static string Displayed(JsonObject data) =>
        data.FirstOrDefault(shape => shape.Key != "text/plain") is { Key: { } other } ? $"{other}\n" : Text(data["text/plain"]) + "\n";

    private static string Text(JsonNode? text) => text is JsonArray lines ? string.Concat(lines.Select(line => (string?)line)) : (string)text!;
}
