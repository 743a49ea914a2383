using LibTorch.Examples.Notebooks;

namespace LibTorch.Examples.Running;

/// <summary>A notebook's run, and the comparison with its Python twin if that ran too.</summary>
internal sealed record Result(NotebookEntry Notebook, NotebookRun Run, LiveComparison? Live)
{
    public bool IsGood => Run.IsGood && Live is null or { Differing: null };
}
