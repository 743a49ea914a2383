using System.Text.Json;

namespace LibTorch.GpuCheck.Running;

/// <summary>What a part has to say: lines for people, and the same as JSON.</summary>
internal sealed class Report(TextWriter output) : IDisposable
{
    private readonly MemoryStream _buffer = new();
    private Utf8JsonWriter? _json;

    /// <summary>Whether nothing was as it should not be.</summary>
    public bool IsGood { get; private set; } = true;

    /// <summary>For the part's own figures: properties of its object.</summary>
    public Utf8JsonWriter Json => _json ??= Begin();

    public void Say(string line) => output.WriteLine(line);

    /// <summary>A line that says whether something is as it should be.</summary>
    public void Check(bool holds, string line)
    {
        Say($"{(holds ? "ok    " : "WRONG ")} {line}");
        IsGood &= holds;
    }

    /// <summary>Writes the JSON whole.</summary>
    public void Save(string path)
    {
        Json.WriteBoolean("good", IsGood);
        Json.WriteEndObject();
        Json.Flush();
        WholeFile.Write(path, _buffer.ToArray());
    }

    public void Dispose()
    {
        _json?.Dispose();
        _buffer.Dispose();
    }

    private Utf8JsonWriter Begin()
    {
        Utf8JsonWriter json = new(_buffer, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        return json;
    }
}
