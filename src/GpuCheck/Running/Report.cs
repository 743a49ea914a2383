using System.Text.Json.Nodes;

namespace LibTorch.GpuCheck.Running;

/// <summary>A part's output: lines for people, and figures as JSON, which are written to a file as soon as they are known.</summary>
internal sealed class Report(TextWriter output, string path)
{
    /// <summary>Whether all checks so far were successful.</summary>
    public bool IsGood { get; private set; } = true;

    /// <summary>The part's own figures.</summary>
    public JsonObject Figures { get; } = [];

    public void Say(string line) => output.WriteLine(line);

    /// <summary>Prints a line that says whether a check was successful.</summary>
    public void Check(bool holds, string line)
    {
        Say($"{(holds ? "ok    " : "WRONG ")} {line}");
        IsGood &= holds;
        Save();
    }

    /// <summary>Writes the figures so far, in case the process is ended later.</summary>
    public void Save() => WholeFile.Write(path, Figures);
}
