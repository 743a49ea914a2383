using System.Text.Json;
using System.Text.Json.Nodes;

namespace LibTorch.GpuCheck.Running;

/// <summary>JSON files that are written atomically.</summary>
internal static class WholeFile
{
    public static void Write(string path, JsonObject content)
    {
        var unfinished = path + ".new";
        using (var file = File.Create(unfinished))
        using (Utf8JsonWriter json = new(file, new JsonWriterOptions { Indented = true }))
        {
            content.WriteTo(json);
        }

        File.Move(unfinished, path, overwrite: true);
    }

    /// <summary>The file's content; null if there is no file, or its content is not an object.</summary>
    public static JsonObject? Read(string path)
    {
        try
        {
            return File.Exists(path) ? JsonNode.Parse(File.ReadAllBytes(path)) as JsonObject : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
