using System.Text.Json.Nodes;

namespace LibTorch.GpuCheck.Running;

/// <summary>What a part has to say: lines for people, and figures as JSON, which are in its file as soon as they are known.</summary>
internal sealed class Report(TextWriter output, string path)
{
    /// <summary>Whether nothing was as it should not be.</summary>
    public bool IsGood { get; private set; } = true;

    /// <summary>The part's own figures.</summary>
    public JsonObject Figures { get; } = [];

    public void Say(string line) => output.WriteLine(line);

    /// <summary>A line that says whether something is as it should be.</summary>
    public void Check(bool holds, string line)
    {
        Say($"{(holds ? "ok    " : "WRONG ")} {line}");
        IsGood &= holds;
        Save();
    }

    /// <summary>Writes the figures so far: what ends the process later does not take them along.</summary>
    public void Save() => WholeFile.Write(path, Figures);
}
