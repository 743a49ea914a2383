using System.Globalization;
using LibTorch.Examples.Running;

namespace LibTorch.Examples.Training;

/// <summary>Runs a training program, shows its progress, ends it early on Ctrl+C, and compares it with its Python twin.</summary>
internal sealed class TrainingRunner(TextWriter output, bool quiet)
{
    /// <returns>0, or 1 if a line differs from Python's or the last checkpoint could not be written.</returns>
    public int Run(TrainingProgram program, TrainingOptions options, bool live)
    {
        using var twinsFiles = live && options.Checkpoint is not null ? new TwinsCheckpoint(options.Checkpoint) : null;
        using var twin = live ? PythonTwin.Start(Path.Combine("Training", program.Twin), Arguments(options with { Checkpoint = twinsFiles?.Path })) : null;
        List<string> lines = [];
        using var ending = new CancellationTokenSource();
        Console.CancelKeyPress += End;
        bool isSaved;
        try
        {
            using var display = new TrainingDisplay(output, isShown: !quiet && !Console.IsOutputRedirected);
            var run = new TrainingRun(options, Write, display, ending.Token);
            Train(program, run);
            isSaved = run.IsSaved;

            void Write(string text)
            {
                lines.AddRange(text.Split('\n'));
                display.WriteLine(text);
            }
        }
        finally
        {
            Console.CancelKeyPress -= End;
        }

        return (twin is null || Compare(output, lines, twin.Lines(), "C#")) && isSaved ? 0 : 1;

        void End(object? sender, ConsoleCancelEventArgs key)
        {
            // The second Ctrl+C ends the process.
            key.Cancel = !ending.IsCancellationRequested;
            ending.Cancel();
        }
    }

    /// <summary>Trains as the Python twins do.</summary>
    public static void Train(TrainingProgram program, TrainingRun run)
    {
        var threads = Torch.GetNumThreads();

        // With one thread, sums are always added in the same order.
        Torch.SetNumThreads(1);
        Torch.ManualSeed(0);
        try
        {
            program.Run(run);
        }
        finally
        {
            Torch.SetNumThreads(threads);
        }
    }

    /// <summary>Compares lines with those of Python, says how many are the same, and shows the first that is not.</summary>
    /// <returns>Whether all are the same.</returns>
    public static bool Compare(TextWriter output, IReadOnlyList<string> csharp, IReadOnlyList<string> python, string name)
    {
        var lines = LiveComparison.Of(csharp, python);
        output.WriteLine();
        output.WriteLine($"{lines.Equal} of {lines.Total} lines are Python's.");
        if (lines.Differing is var (ours, theirs))
        {
            output.WriteLine($"{name,-6} {ours}");
            output.WriteLine($"Python {theirs}");
        }

        return lines.Differing is null;
    }

    private static string[] Arguments(TrainingOptions options)
    {
        string[] arguments =
        [
            "--device", options.Device.Type == DeviceType.Cuda ? "cuda" : "cpu",
            "--epochs", options.Epochs.ToString(CultureInfo.InvariantCulture),
            "--workers", options.Workers.ToString(CultureInfo.InvariantCulture),
            "--data", options.Data,
        ];
        string[] samples = options.Samples is { } count ? ["--samples", count.ToString(CultureInfo.InvariantCulture)] : [];
        string[] checkpoint = options.Checkpoint is { } path ? ["--checkpoint", path] : [];
        return [.. arguments, .. samples, .. checkpoint];
    }
}
