using LibTorch.Examples.Notebooks;

namespace LibTorch.Examples.Running;

/// <summary>The comparison of a C# run's lines with those of its Python twin.</summary>
/// <param name="Equal">The number of equal lines, compared line by line.</param>
/// <param name="Total">The number of lines of the longer one.</param>
/// <param name="Differing">The first line that differs, in C# and in Python; null if none does.</param>
internal sealed record LiveComparison(int Equal, int Total, (string? CSharp, string? Python)? Differing)
{
    public static LiveComparison Of(NotebookRun run, IReadOnlyList<string> python) => Of([.. Transcript.Of(run)], python);

    public static LiveComparison Of(IReadOnlyList<string> csharp, IReadOnlyList<string> python)
    {
        var total = Math.Max(csharp.Count, python.Count);
        var pairs = Enumerable.Range(0, total)
            .Select(at => (CSharp: csharp.ElementAtOrDefault(at), Python: python.ElementAtOrDefault(at)))
            .ToList();
        var differing = pairs.FindIndex(pair => pair.CSharp != pair.Python);
        return new(pairs.Count(pair => pair.CSharp == pair.Python), total, differing < 0 ? null : pairs[differing]);
    }
}
