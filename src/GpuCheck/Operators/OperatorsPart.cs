using System.Diagnostics;
using LibTorch.GpuCheck.Running;

namespace LibTorch.GpuCheck.Operators;

/// <summary>What PyTorch's own samples of its operators ask of the dispatcher, made again by C# on the same device.</summary>
internal sealed class OperatorsPart
{
    private const int Shown = 40;

    // A few of everything take seconds; more than these processes only fight for the device.
    private const int MostProcesses = 6;
    private const int QuickEvery = 16;

    // Every libtorch has samples of over 400. A device that fails for good would leave few, and none of them wrong.
    private const int Fewest = 300, QuickFewest = 20;

    private readonly SortedDictionary<string, Tally> _tallies = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, long> _leftOut = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _operators = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _bounded = new(StringComparer.Ordinal);
    private readonly List<string> _wrong = [];

    public static void Run(Settings settings, Report report)
    {
        // As record_cases.py does.
        if (!settings.OnCuda)
        {
            Torch.SetNumThreads(1);
        }

        OperatorsPart part = new();
        Torch.WarningRaised += Ignore;
        foreach (var file in settings.Cases is { } folder ? Directory.GetFiles(folder, "*.cases").Order() : Record(settings))
        {
            part.Replay(file, settings.Device);
        }

        Torch.WarningRaised -= Ignore;
        part.Tell(report, settings.Quick || settings.Cases is not null ? QuickFewest : Fewest);
    }

    private static void Ignore(object? sender, TorchWarningEventArgs warning)
    {
    }

    // By several processes, each a share of the operators; a file is read as soon as it is whole.
    private static IEnumerable<string> Record(Settings settings)
    {
        var count = settings.Quick ? 1 : Math.Clamp(settings.Jobs / 2, 1, MostProcesses);
        string[] size = settings.Quick
            ? ["--dtypes", "float32,float16,int64", "--samples", "1", "--every", $"{QuickEvery}"]
            : ["--dtypes", "float32,float64,float16,bfloat16,complex64,complex128,int64,int32,uint8,bool", "--samples", "2"];
        List<(string File, Process Process)> recordings = [];
        for (var i = 0; i < count; i++)
        {
            var file = Path.Combine(settings.Work, $"{i}.cases");
            recordings.Add((file, PythonProcess.Start(settings, "record_cases.py", ["--device", settings.Kind, "--share", $"{i}/{count}", "--out", file, .. size])));
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

    private void Replay(string path, Device device)
    {
        using CaseFile file = new(path);
        foreach (var recorded in file.Cases())
        {
            Replay(recorded, device);
        }

        foreach (var (reason, count) in file.LeftOut)
        {
            _leftOut[reason] = _leftOut.GetValueOrDefault(reason) + count;
        }
    }

    private void Replay(Case recorded, Device device)
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
        }
    }

    private void Tell(Report report, int fewest)
    {
        foreach (var line in _wrong.Take(Shown))
        {
            report.Check(false, line);
        }

        foreach (var (dtype, tally) in _tallies)
        {
            report.Say($"       {dtype,-17} {tally.Cases} calls, {tally.Gradients} with gradients: {tally.Cases - tally.Bounded - tally.Wrong} bit for bit, {tally.Bounded} within the bound, {tally.Wrong} wrong");
        }

        report.Say($"       within a bound, as their kernels do not repeat themselves: {(_bounded.Count > 0 ? string.Join(", ", _bounded) : "none")}");
        report.Say($"       not recorded: {(_leftOut.Count > 0 ? string.Join("; ", _leftOut.Select(reason => $"{reason.Value} {reason.Key}")) : "nothing")}");
        var cases = _tallies.Values.Sum(tally => tally.Cases);
        report.Check(_wrong.Count == 0, $"{cases} calls of {_operators.Count} operators, {_wrong.Count} wrong");
        report.Check(_operators.Count >= fewest, $"there were {fewest} operators at least");
        Write(report);
    }

    private void Write(Report report)
    {
        var json = report.Json;
        json.WriteNumber("operators", _operators.Count);
        json.WriteStartObject("dtypes");
        foreach (var (dtype, tally) in _tallies)
        {
            json.WriteStartObject(dtype);
            json.WriteNumber("calls", tally.Cases);
            json.WriteNumber("withGradients", tally.Gradients);
            json.WriteNumber("bounded", tally.Bounded);
            json.WriteNumber("wrong", tally.Wrong);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        foreach (var (name, texts) in new (string, IEnumerable<string>)[] { ("bounded", _bounded), ("wrong", _wrong), ("notRecorded", _leftOut.Select(reason => $"{reason.Value} {reason.Key}")) })
        {
            json.WriteStartArray(name);
            foreach (var text in texts)
            {
                json.WriteStringValue(text);
            }

            json.WriteEndArray();
        }
    }
}
