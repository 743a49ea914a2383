using LibTorch.Examples.Notebooks;
using LibTorch.Examples.Pictures;
using LibTorch.Examples.Rules;
using LibTorch.Examples.Running;

namespace LibTorch.Examples.Report;

/// <summary>The content of the page: all its words and numbers, partly as HTML.</summary>
internal sealed record ReportModel(
    string LibTorch, string Device, IReadOnlyList<ReportModel.NotebookPart> Notebooks, IReadOnlyList<Picture> Training, IReadOnlyList<ReportModel.Total> Totals)
{
    internal sealed record Total(string Number, string Words, bool IsGood);

    internal sealed record NotebookPart(
        string Id, string Name, string Number, string About, string Summary, bool IsGood, string? Live, LivePair? LiveDiffers,
        IReadOnlyList<CellPart> Cells, IReadOnlyList<RulePart> Rules, IReadOnlyList<Picture> Pictures);

    internal sealed record LivePair(string CSharp, string Python);

    internal sealed record CellPart(string Id, string Label, string? Remark, string CSharp, string Python, IReadOnlyList<OutputPart> Outputs);

    internal sealed record OutputPart(bool Matches, string? Printed, string? Recorded);

    internal sealed record RulePart(
        string Id, string Name, bool Held, string Function, string ClosedForm, string Python, IReadOnlyList<string> Steps, IReadOnlyList<RowPart> Rows, IReadOnlyList<string> Lines);

    internal sealed record RowPart(string Name, IReadOnlyList<string> Numbers, bool IsRoundoff);

    /// <summary>Creates the content for these runs.</summary>
    /// <param name="results">The results of the notebooks.</param>
    /// <param name="device">The device on which they were run.</param>
    /// <param name="training">The training programs' pictures.</param>
    public static ReportModel Of(IReadOnlyList<Result> results, string device, IReadOnlyList<Picture> training)
    {
        var (matched, recorded) = (results.Sum(result => result.Run.Matched), results.Sum(result => result.Run.Recorded));
        var (held, rules) = (results.Sum(result => result.Run.Held), results.Sum(result => result.Run.Rules.Count));
        List<Total> totals =
        [
            new($"{matched} of {recorded}", "outputs are what Python had printed", matched == recorded && results.All(result => result.Run.Differing == 0)),
            new($"{held} of {rules}", "rules of differentiation hold", held == rules),
        ];
        if (results.All(result => result.Live is not null))
        {
            var (equal, total) = (results.Sum(result => result.Live!.Equal), results.Sum(result => result.Live!.Total));
            totals.Add(new($"{equal} of {total}", "lines are what Python prints now, from the same seeds", equal == total));
        }

        return new(Torch.Version, device, [.. results.Select(Of)], training, totals);
    }

    private static NotebookPart Of(Result result)
    {
        var (entry, run, live) = result;
        PythonSource python = new(entry.Twin);
        var id = $"n{entry.Number}";
        var summary = $"{run.Cells.Count} {(run.Cells.Count == 1 ? "cell" : "cells")}, {run.Matched} of {run.Recorded} outputs match, {run.Held} of {run.Rules.Count} rules hold";
        return new(
            id, entry.Name, entry.Number, entry.About, summary, result.IsGood,
            live is null ? null : $"{live.Equal} of {live.Total} lines are what Python prints now",
            live?.Differing is var (ours, theirs) ? new(ours ?? "(no line)", theirs ?? "(no line)") : null,
            [.. run.Cells.Select((cell, i) => Of(cell, $"{id}-cell-{i + 1}", python, run.OnCuda))],
            [.. run.Rules.Select((rule, i) => Of(rule, $"{id}-rule-{i + 1}", python))],
            Gallery.Of(entry));
    }

    private static CellPart Of(Cell cell, string id, PythonSource python, bool onCuda) =>
        new(id, cell.Label, cell.Remark, CodeColours.CSharp(cell.Source), CodeColours.Python(python.Cell(cell.Label)),
            [.. cell.Outputs(onCuda).Select(output => new OutputPart(output.Matches, output.Printed, output.Recorded))]);

    private static RulePart Of(RuleReport report, string id, PythonSource python)
    {
        var rows = report.Table?.Rows.ToList() ?? [];
        var inTable = report.Table?.Lines.ToHashSet() ?? [];
        return new(
            id, report.Rule.Name, report.Held, CodeColours.CSharp(report.Rule.Function), CodeColours.CSharp(report.Rule.ClosedForm), CodeColours.Python(python.Rule(report.Rule.Name)),
            rows.Count > 0 ? rows[0].Numbers : [],
            [.. rows.Skip(1).Select(row => new RowPart(row.Name, row.Numbers, row.IsRoundoff))],
            // The distance of autograd from the closed form, and further claims; the last line, whether the rule held, is left out.
            [.. report.Lines.Where(line => !inTable.Contains(line) && line is not ("held" or "NOT HELD"))]);
    }
}
