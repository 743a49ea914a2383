using LibTorch.Examples.Rules;

namespace LibTorch.Examples.Notebooks;

/// <summary>The result of running a notebook: its cells with their printed texts, and its rules.</summary>
internal sealed record NotebookRun(IReadOnlyList<Cell> Cells, IReadOnlyList<RuleReport> Rules, bool OnCuda)
{
    /// <summary>How many outputs the notebook recorded.</summary>
    public int Recorded => Outputs.Count(output => output.Recorded is not null);

    public int Matched => Outputs.Count(output => output.Matches);

    /// <summary>The number of outputs that differ, are not recorded, or are recorded but missing.</summary>
    public int Differing => Outputs.Count(output => !output.Matches);

    public int Held => Rules.Count(rule => rule.Held);

    public bool IsGood => Differing == 0 && Held == Rules.Count;

    private IEnumerable<Output> Outputs => Cells.SelectMany(cell => cell.Outputs(OnCuda));
}
