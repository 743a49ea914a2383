using Spectre.Console;

namespace LibTorch.Examples.Running;

/// <summary>The table at the end of a run.</summary>
internal static class Summary
{
    // The width for output that is not a terminal.
    private const int LogWidth = 100;

    public static void Write(TextWriter output, IReadOnlyList<Result> results)
    {
        var live = results.Any(result => result.Live is not null);
        var table = new Table { Border = TableBorder.Ascii2, ShowFooters = true };
        table.AddColumn(new TableColumn("notebook").Footer("all"));
        AddNumber(table, "cells", results.Sum(result => result.Run.Cells.Count));
        AddNumber(table, "matched", results.Sum(result => result.Run.Matched));
        AddNumber(table, "differing", results.Sum(result => result.Run.Differing));
        AddNumber(table, "rules held", Of(results.Sum(result => result.Run.Held), results.Sum(result => result.Run.Rules.Count)));
        if (live)
        {
            AddNumber(table, "lines as Python's", Of(results.Sum(result => result.Live!.Equal), results.Sum(result => result.Live!.Total)));
        }

        foreach (var (notebook, run, lines) in results)
        {
            List<string> row = [$"{notebook}", $"{run.Cells.Count}", $"{run.Matched}", $"{run.Differing}", Of(run.Held, run.Rules.Count)];
            table.AddRow([.. row, .. lines is null ? Array.Empty<string>() : [Of(lines.Equal, lines.Total)]]);
        }

        ConsoleOn(output).Write(table);
        var matched = Of(results.Sum(result => result.Run.Matched), results.Sum(result => result.Run.Recorded));
        output.WriteLine($"{matched} recorded outputs match.");
    }

    private static void AddNumber(Table table, string header, object total) =>
        table.AddColumn(new TableColumn(header).RightAligned().Footer($"{total}"));

    private static string Of(int part, int whole) => $"{part} of {whole}";

    private static IAnsiConsole ConsoleOn(TextWriter output)
    {
        var isTerminal = output == Console.Out && !Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = isTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isTerminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Enrichment = new ProfileEnrichment { UseDefaultEnrichers = false },
        });
        if (!isTerminal)
        {
            console.Profile.Width = LogWidth;
        }

        return console;
    }
}
