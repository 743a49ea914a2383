using System.Diagnostics;
using System.Text.Json.Nodes;
using LibTorch.GpuCheck.Running;

namespace LibTorch.GpuCheck.Probes;

/// <summary>Compares texts that C# and Python produce for the same work. Python runs meanwhile, in python/probe_*.py.</summary>
internal sealed class BesidePython : IDisposable
{
    private readonly Report _report;
    private readonly Process _python;
    private readonly List<(string Name, string Text)> _ours = [];

    /// <param name="settings">The Python and the device.</param>
    /// <param name="report">Where differences are reported.</param>
    /// <param name="script">The name of the script.</param>
    public BesidePython(Settings settings, Report report, string script)
    {
        _report = report;
        _python = PythonProcess.Start(settings, "probes.py", script, "--device", settings.Kind);
    }

    public void Add(string name, string text) => _ours.Add((name, text));

    public void Add(string name, Tensor tensor) => Add(name, Bits.Of(tensor));

    /// <summary>Checks that all texts equal Python's, with a line for each that does not.</summary>
    public void Compare(string what)
    {
        var theirs = Read();
        int same = 0, unsteady = 0;
        foreach (var (name, text) in _ours)
        {
            if (!theirs.Remove(name, out var texts))
            {
                _report.Check(false, $"{name}: Python has none");
            }
            else if (texts.Contains(text))
            {
                same++;
            }
            else if (texts.Distinct().Count() > 1)
            {
                unsteady++;
                _report.Say($"       {name} is no verdict: Python differs from itself");
            }
            else
            {
                _report.Check(false, $"{name} is {Shown(text)}, in Python {Shown(texts[0])}");
            }
        }

        foreach (var name in theirs.Keys)
        {
            _report.Check(false, $"{name}: only Python has it");
        }

        _report.Figures["same"] = same;
        _report.Figures["unsteady"] = unsteady;
        _report.Check(same + unsteady == _ours.Count && same > 0 && theirs.Count == 0, $"{what}: {same} of {_ours.Count} are Python's");
    }

    public void Dispose()
    {
        if (!_python.HasExited)
        {
            _python.Kill();
        }

        _python.Dispose();
    }

    // A line of JSON for each text: its name, and the results of several runs.
    private Dictionary<string, string[]> Read()
    {
        Dictionary<string, string[]> all = [];
        while (_python.StandardOutput.ReadLine() is { } line)
        {
            var json = (JsonObject)JsonNode.Parse(line)!;
            all.Add((string)json["name"]!, [.. ((JsonArray)json["texts"]!).Select(text => (string)text!)]);
        }

        _python.WaitForExit();
        _report.Check(_python.ExitCode == 0, $"Python did its part, with exit code {_python.ExitCode}");
        return all;
    }

    private static string Shown(string text) => text.Contains('\n', StringComparison.Ordinal) ? "\n" + text + "\n" : text;
}
