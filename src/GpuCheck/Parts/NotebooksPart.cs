using LibTorch.Examples.Notebooks;
using LibTorch.Examples.Running;
using LibTorch.GpuCheck.Running;

namespace LibTorch.GpuCheck.Parts;

/// <summary>The example notebooks on the device: what they had recorded, the rules, and their Python twins line by line.</summary>
internal static class NotebooksPart
{
    public static void Run(Settings settings, Report report)
    {
        // The twins look for it there.
        Environment.SetEnvironmentVariable("PYTHON", settings.Python);
        using var twins = PythonTwins.Start(Catalog.All.Select(notebook => notebook.Twin), settings.Kind);
        report.Json.WriteStartArray("notebooks");
        foreach (var notebook in Catalog.All)
        {
            var run = notebook.Make(settings.Device, Draws.Recovered).Run();
            var live = LiveComparison.Of(notebook.Make(settings.Device, Draws.Seeded).Run(), twins.Output(notebook.Twin));
            Result result = new(notebook, run, live);
            report.Check(
                result.IsGood,
                $"{notebook}: {run.Matched} of {run.Recorded} recorded outputs match, {run.Held} of {run.Rules.Count} rules held, {live.Equal} of {live.Total} lines are Python's");
            if (!result.IsGood)
            {
                using StringWriter all = new();
                RunWriter.Write(all, result);
                report.Say(all.ToString());
            }

            Write(report, result, live);
        }

        report.Json.WriteEndArray();
    }

    private static void Write(Report report, Result result, LiveComparison live)
    {
        report.Json.WriteStartObject();
        report.Json.WriteString("notebook", $"{result.Notebook}");
        report.Json.WriteNumber("recorded", result.Run.Recorded);
        report.Json.WriteNumber("matched", result.Run.Matched);
        report.Json.WriteNumber("rules", result.Run.Rules.Count);
        report.Json.WriteNumber("held", result.Run.Held);
        report.Json.WriteNumber("lines", live.Total);
        report.Json.WriteNumber("linesAsPython", live.Equal);
        report.Json.WriteEndObject();
    }
}
