using LibTorch.Examples.Notebooks;
using LibTorch.Examples.Pictures;
using LibTorch.Examples.Report;

namespace LibTorch.Examples.Running;

/// <summary>Runs notebooks, prints their cells and rules, compares them, and prints a summary table.</summary>
internal sealed class Runner(TextWriter output, string device, bool live, ReportFile? report = null)
{
    /// <returns>0 if everything matches and holds, else 1.</returns>
    public int Run(IReadOnlyList<NotebookEntry> notebooks)
    {
        var on = App.On(device);

        // The twins first, all at once: Python is still starting while the C# notebooks run.
        using var twins = live ? PythonTwins.Start(notebooks.Select(notebook => notebook.Twin), device) : null;
        output.WriteLine($"libtorch {Torch.Version} on {device}");
        output.WriteLine();
        List<Result> results = [];
        foreach (var notebook in notebooks)
        {
            var run = notebook.Make(on, Draws.Recovered).Run();
            var lines = live ? LiveComparison.Of(notebook.Make(on, Draws.Seeded).Run(), twins!.Output(notebook.Twin)) : null;
            var result = new Result(notebook, run, lines);
            RunWriter.Write(output, result);
            results.Add(result);
        }

        Summary.Write(output, results);
        if (report is not null)
        {
            // The page of a single notebook has only that notebook's pictures.
            Picture[] training = notebooks.Count > 1 ? [.. LossPictures.Draw(on)] : [];
            report.Write(ReportPage.Of(ReportModel.Of(results, device, training)));
            output.WriteLine($"{report.Path} has it all as a page.");
        }

        return results.All(result => result.IsGood) ? 0 : 1;
    }
}
