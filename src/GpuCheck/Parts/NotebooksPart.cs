using System.Text.Json.Nodes;
using LibTorch.Examples.Notebooks;
using LibTorch.Examples.Running;
using LibTorch.GpuCheck.Running;

namespace LibTorch.GpuCheck.Parts;

/// <summary>
/// Runs the example notebooks on the device: checks their recorded outputs and the rules, and compares them with their Python twins line by
/// line.
/// </summary>
internal static class NotebooksPart
{
    public static void Run(Settings settings, Report report)
    {
        // The twins' starter reads this variable.
        Environment.SetEnvironmentVariable("PYTHON", settings.Python);
        using var twins = PythonTwins.Start(Catalog.All.Select(notebook => notebook.Twin), settings.Kind);
        JsonArray figures = [];
        report.Figures["notebooks"] = figures;
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

            figures.Add((JsonNode)Figures(result, live));
        }
    }

    private static JsonObject Figures(Result result, LiveComparison live) => new()
    {
        ["notebook"] = $"{result.Notebook}",
        ["recorded"] = result.Run.Recorded,
        ["matched"] = result.Run.Matched,
        ["rules"] = result.Run.Rules.Count,
        ["held"] = result.Run.Held,
        ["lines"] = live.Total,
        ["linesAsPython"] = live.Equal,
    };
}
