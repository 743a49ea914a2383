using LibTorch.Examples.Notebooks;
using LibTorch.Examples.Rules;

namespace LibTorch.Examples.Running;

/// <summary>Prints a notebook: each cell's source and outputs with a mark, each rule with its table.</summary>
/// <remarks>Lines are written as they are, not fitted to a width: a recorded output is compared character for character.</remarks>
internal static class RunWriter
{
    // The widest word in the margin is "recorded".
    private const int Margin = 10;

    public static void Write(TextWriter output, Result result)
    {
        output.WriteLine($"=== {result.Notebook} ===");
        output.WriteLine();
        foreach (var cell in result.Run.Cells)
        {
            Write(output, cell, result.Run.OnCuda);
        }

        foreach (var rule in result.Run.Rules)
        {
            Write(output, rule);
        }

        if (result.Live is { } live)
        {
            Block(output, "live", $"{live.Equal} of {live.Total} lines as Python prints them, with the same seeds");
            if (live.Differing is var (csharp, python))
            {
                Block(output, "DIFFERS", csharp ?? "(no line)");
                Block(output, "python", python ?? "(no line)");
            }

            output.WriteLine();
        }
    }

    private static void Write(TextWriter output, Cell cell, bool onCuda)
    {
        Block(output, cell.Label, cell.Source);
        if (cell.Remark is { } remark)
        {
            Block(output, "note", remark);
        }

        foreach (var shown in cell.Outputs(onCuda))
        {
            Block(output, shown.Matches ? "matches" : "DIFFERS", shown.Printed ?? "(nothing was printed)");
            if (!shown.Matches)
            {
                Block(output, "recorded", shown.Recorded ?? "(nothing was recorded)");
            }
        }

        output.WriteLine();
    }

    private static void Write(TextWriter output, RuleReport report)
    {
        Block(output, "rule", report.Rule.Name);
        Block(output, "f", report.Rule.Function);
        Block(output, "gradient", report.Rule.ClosedForm);
        Block(output, "", string.Join('\n', report.Lines));
        output.WriteLine();
    }

    private static void Block(TextWriter output, string margin, string text)
    {
        foreach (var line in text.Split('\n'))
        {
            output.WriteLine(line.Length == 0 ? margin : margin.PadRight(Margin) + line);
            margin = "";
        }
    }
}
