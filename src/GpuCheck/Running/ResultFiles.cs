using System.Text.Json.Nodes;

namespace LibTorch.GpuCheck.Running;

/// <summary>result.txt, which grows with each line, and result.json, which is rewritten after each part.</summary>
internal sealed class ResultFiles : IDisposable
{
    private readonly Settings _settings;
    private readonly StreamWriter _text;
    private readonly List<Outcome> _outcomes = [];

    public ResultFiles(Settings settings)
    {
        _settings = settings;
        Directory.CreateDirectory(settings.Out);
        Directory.CreateDirectory(settings.Work);
        _text = new(Path.Combine(settings.Out, "result.txt")) { AutoFlush = true };
    }

    public IReadOnlyList<Outcome> Outcomes => _outcomes;

    /// <summary>Whether every applicable part was run and was good.</summary>
    public bool IsGood => _outcomes.All(outcome => outcome.Verdict is Verdict.Good or Verdict.Inapplicable);

    public void Say(string line)
    {
        Console.WriteLine(line);
        _text.WriteLine(line);
    }

    public void Add(Outcome outcome)
    {
        _outcomes.Add(outcome);
        Write(finished: false);
    }

    public void Write(bool finished)
    {
        JsonObject parts = [];
        foreach (var outcome in _outcomes)
        {
            parts[outcome.Part] = outcome.ToJson(_settings);
        }

        WholeFile.Write(Path.Combine(_settings.Out, "result.json"), new()
        {
            ["finished"] = finished,
            ["good"] = finished && IsGood,
            ["device"] = _settings.Kind,
            ["quick"] = _settings.Quick,
            ["parts"] = parts,
        });
    }

    public void Dispose() => _text.Dispose();
}
