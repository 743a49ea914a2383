using System.Text.Json;
using LibTorch.Tests.Files;

namespace LibTorch.Tests.TensorBoard;

/// <summary>A folder for event files, which is gone at the end; and what a reader of the format finds in them.</summary>
internal sealed class EventFolder : FolderOfFiles
{
    public string Path => Root;

    /// <summary>The files below the folder, by the path from it.</summary>
    public IReadOnlyList<string> Files => [.. Directory.EnumerateFiles(Path, "*", SearchOption.AllDirectories).Select(file => System.IO.Path.GetRelativePath(Path, file)).Order(StringComparer.Ordinal)];

    /// <summary>The events of the only file right in the folder.</summary>
    public IReadOnlyList<JsonElement> Events() => Events(Assert.Single(Directory.GetFiles(Path)));

    /// <summary>The events of a file, read by Python from the format alone; a checksum that is wrong fails the test.</summary>
    public static IReadOnlyList<JsonElement> Events(string file)
    {
        var reader = System.IO.Path.Combine(AppContext.BaseDirectory, "TensorBoard", "read_events.py");
        var (exit, output, error) = ChildProcess.Run(PythonSession.Interpreter, [reader, file]);
        Assert.True(exit == 0, error);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];
    }
}
