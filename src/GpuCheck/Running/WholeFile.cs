using System.Text.Json;
using System.Text.Json.Nodes;

namespace LibTorch.GpuCheck.Running;

/// <summary>Files of JSON that are there whole or not at all.</summary>
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

    /// <summary>What the file has; null where there is none, or what it has is no object.</summary>
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
