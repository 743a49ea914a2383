using System.Text.Json.Nodes;
using LibTorch.GpuCheck.Running;

namespace LibTorch.GpuCheck.Timing;

/// <summary>Times the same work in C# and Python, taking turns within the same minute; gives figures, but no verdict.</summary>
internal static class TimingPart
{
    private const long Size = 4096, SizeWithoutGpu = 256, Copied = 16 << 20;

    public static void Run(Settings settings, Report report)
    {
        if (!settings.OnCuda)
        {
            Torch.SetNumThreads(1);
        }

        var (turns, milliseconds) = settings.Quick ? (3, 2.0) : (9, 30.0);
        var size = settings.OnCuda ? Size : SizeWithoutGpu;
        using PythonWorker python = new(settings, size, Copied);
        report.Say(FormattableString.Invariant($"       {"",-36}{"C#",12}{"Python",12}{"ratio",8}   (microseconds, medians of {turns} turns of {milliseconds} ms)"));
        JsonArray rows = [];
        report.Figures["rows"] = rows;
        foreach (var row in Row.For(settings.Device, size, Copied))
        {
            if (settings.Time.IsOver)
            {
                report.Say($"       the time was over after {rows.Count} rows");
                break;
            }

            double ours, theirs;
            try
            {
                (ours, theirs) = Measure(settings.Device, row, python, turns, milliseconds);
            }
            catch (TorchException error)
            {
                report.Check(false, $"{row.Words}: {error.Message}");
                continue;
            }

            report.Say(FormattableString.Invariant($"       {row.Words,-36}{1000 * ours,12:0.00}{1000 * theirs,12:0.00}{ours / theirs,8:0.00}"));
            rows.Add((JsonNode)new JsonObject
            {
                ["row"] = row.Name,
                ["csharpMicroseconds"] = Math.Round(1000 * ours, 3),
                ["pythonMicroseconds"] = Math.Round(1000 * theirs, 3),
                ["ratio"] = Math.Round(ours / theirs, 3),
            });
            report.Save();
        }
    }

    private static (double CSharp, double Python) Measure(Device device, Row row, PythonWorker python, int turns, double milliseconds)
    {
        var loop = Make(device, row);
        var estimate = Warm(operations => Clock.Milliseconds(device, loop, operations), milliseconds);
        estimate = Math.Min(estimate, Warm(operations => python.Milliseconds(row, operations), milliseconds));
        var operations = Math.Max(1, (long)(milliseconds / estimate));
        List<double> ours = [], theirs = [];
        for (var i = 0; i < turns; i++)
        {
            ours.Add(Clock.Milliseconds(device, loop, operations));
            theirs.Add(python.Milliseconds(row, operations));
        }

        return (Median(ours), Median(theirs));
    }

    // The benchmark's rows create their tensors on the default device.
    private static Action<long> Make(Device device, Row row)
    {
        Torch.ManualSeed(0);
        if (device.Type == DeviceType.Cpu)
        {
            return row.Make();
        }

        using var there = Torch.OnDevice(device);
        return row.Make();
    }

    // Runs until it has taken the time of several turns: by then kernels are loaded, and .NET has recompiled hot methods.
    private static double Warm(Func<long, double> measure, double milliseconds)
    {
        double spent = 0, estimate = 1;
        for (var operations = 1L; spent < 4 * milliseconds; operations *= 2)
        {
            estimate = measure(operations);
            spent += estimate * operations;
        }

        return estimate;
    }

    private static double Median(List<double> times)
    {
        times.Sort();
        return times[times.Count / 2];
    }
}
