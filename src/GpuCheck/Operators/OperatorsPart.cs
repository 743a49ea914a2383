using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using LibTorch.GpuCheck.Running;

namespace LibTorch.GpuCheck.Operators;

/// <summary>Repeats in C# the dispatcher calls that PyTorch's own operator samples make in Python, on the same device.</summary>
internal sealed class OperatorsPart
{
    private const int Shown = 40;

    // With more processes than this, they only compete for the device. A quick run takes seconds with one.
    private const int MostProcesses = 6;
    private const int QuickEvery = 16;

    // The smallest number of operators for a good result: every libtorch has samples of over 400. A device that fails permanently would
    // leave few, and no wrong one.
    private const int Fewest = 300, QuickFewest = 20;

    private readonly SortedDictionary<string, Tally> _tallies = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _leftOut = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _operators = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _bounded = new(StringComparer.Ordinal);
    private readonly List<string> _wrong = [];
    private bool _isCutShort;

    public static void Run(Settings settings, Report report)
    {
        // The same as in record_cases.py.
        if (!settings.OnCuda)
        {
            Torch.SetNumThreads(1);
        }

        OperatorsPart part = new();
        Torch.WarningRaised += Ignore;
        foreach (var file in settings.Cases is { } folder ? Directory.GetFiles(folder, "*.cases").Order() : Record(settings))
        {
            part.Replay(file, settings, report);
        }

        Torch.WarningRaised -= Ignore;
        part.Tell(report, settings.Quick || settings.Cases is not null || part._isCutShort ? QuickFewest : Fewest);
    }

    private static void Ignore(object? sender, TorchWarningEventArgs warning)
    {
    }

    // Records with several processes, each of which has a share of the operators. A file is read as soon as it is complete.
    private static IEnumerable<string> Record(Settings settings)
    {
        var count = settings.Quick ? 1 : Math.Clamp(settings.Jobs / 2, 1, MostProcesses);
        string[] size = settings.Quick
            ? ["--dtypes", "float32,float16,int64", "--samples", "1", "--every", $"{QuickEvery}"]
            : ["--dtypes", "float32,float64,float16,bfloat16,complex64,complex128,int64,int32,uint8,bool", "--samples", "2"];
        // The other half of the time is for C#.
        var seconds = (settings.Time.Left / 2).ToString("0.0", CultureInfo.InvariantCulture);
        List<(string File, Process Process)> recordings = [];
        for (var i = 0; i < count; i++)
        {
            var file = Path.Combine(settings.Work, $"{i}.cases");
            recordings.Add((file, PythonProcess.Start(settings, "record_cases.py", ["--device", settings.Kind, "--share", $"{i}/{count}", "--seconds", seconds, "--out", file, .. size])));
        }

        foreach (var (file, process) in recordings)
        {
            using (process)
            {
                process.WaitForExit();
                yield return process.ExitCode == 0 ? file : throw new InvalidOperationException($"Python could not record the cases; it ended with exit code {process.ExitCode}.");
            }
        }
    }

    private void Replay(string path, Settings settings, Report report)
    {
        using CaseFile file = new(path);
        foreach (var recorded in file.Cases())
        {
            if (settings.Time.IsOver)
            {
                LeaveOut("calls that there was no time to make again", 1);
                continue;
            }

            Replay(recorded, settings.Device, report);
        }

        foreach (var (reason, count) in file.LeftOut)
        {
            LeaveOut(reason, count);
        }

        report.Say($"       {_tallies.Values.Sum(tally => tally.Cases)} calls of {_operators.Count} operators so far, {_wrong.Count} wrong");
        Note(report);
        report.Save();
    }

    private void LeaveOut(string reason, long count)
    {
        _leftOut[reason] = _leftOut.GetValueOrDefault(reason) + count;
        _isCutShort |= reason.Contains("no time", StringComparison.Ordinal);
    }

    private void Replay(Case recorded, Device device, Report report)
    {
        if (!_tallies.TryGetValue(recorded.DType, out var tally))
        {
            _tallies.Add(recorded.DType, tally = new Tally());
        }

        tally.Cases++;
        tally.Gradients += recorded.Gradients.Length > 0 ? 1 : 0;
        _operators.Add(recorded.Operator);
        string? difference;
        using TensorScope scope = new();
        Comparison comparison = new(recorded, device);
        try
        {
            difference = comparison.Difference();
        }
        catch (Exception error) when (error is TorchException or ArgumentException or InvalidCastException)
        {
            difference = $"{error.GetType().Name}: {error.Message.Split('\n')[0]}";
        }

        if (comparison.IsBounded)
        {
            tally.Bounded++;
            _bounded.Add(recorded.Operator);
        }

        if (difference is not null)
        {
            tally.Wrong++;
            _wrong.Add($"{recorded}: {difference}");
            if (_wrong.Count <= Shown)
            {
                report.Check(false, _wrong[^1]);
            }
        }
    }

    private void Tell(Report report, int fewest)
    {
        foreach (var (dtype, tally) in _tallies)
        {
            report.Say($"       {dtype,-17} {tally.Cases} calls, {tally.Gradients} with gradients: {tally.Cases - tally.Bounded - tally.Wrong} bit for bit, {tally.Bounded} within the bound, {tally.Wrong} wrong");
        }

        report.Say($"       within a bound, as their kernels do not repeat themselves: {(_bounded.Count > 0 ? string.Join(", ", _bounded) : "none")}");
        report.Say($"       not recorded: {(_leftOut.Count > 0 ? string.Join("; ", _leftOut.Select(reason => $"{reason.Value} {reason.Key}")) : "nothing")}");
        var cases = _tallies.Values.Sum(tally => tally.Cases);
        report.Check(_wrong.Count == 0, $"{cases} calls of {_operators.Count} operators, {_wrong.Count} wrong");
        report.Check(_operators.Count >= fewest, $"there were {fewest} operators at least");
        Note(report);
    }

    private void Note(Report report)
    {
        var figures = report.Figures;
        figures["operators"] = _operators.Count;
        figures["dtypes"] = new JsonObject(_tallies.Select(tally => KeyValuePair.Create(tally.Key, (JsonNode?)new JsonObject
        {
            ["calls"] = tally.Value.Cases,
            ["withGradients"] = tally.Value.Gradients,
            ["bounded"] = tally.Value.Bounded,
            ["wrong"] = tally.Value.Wrong,
        })));
        figures["bounded"] = Texts(_bounded);
        figures["wrong"] = Texts(_wrong);
        figures["notRecorded"] = Texts(_leftOut.Select(reason => $"{reason.Value} {reason.Key}"));
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);
}
