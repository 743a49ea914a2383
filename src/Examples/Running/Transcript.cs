using LibTorch.Examples.Notebooks;

namespace LibTorch.Examples.Running;

/// <summary>A run as the lines that its Python twin prints; Notebooks/twin.py describes the format.</summary>
internal static class Transcript
{
    public static IEnumerable<string> Of(NotebookRun run)
    {
        foreach (var cell in run.Cells)
        {
            yield return $"@cell {cell.Label}";
            foreach (var line in cell.Printed.SelectMany(text => text.Split('\n').Prepend("@out")))
            {
                yield return line;
            }
        }

        yield return "@rules";
        foreach (var report in run.Rules)
        {
            yield return $"@rule {report.Rule.Name}";
            foreach (var line in report.Lines)
            {
                yield return line;
            }
        }
    }
}
