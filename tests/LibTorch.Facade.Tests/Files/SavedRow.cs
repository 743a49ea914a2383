using LibTorch.Interop;

namespace LibTorch.Tests.Files;

/// <summary>A value as Python and as C# make it.</summary>
/// <param name="Python">Python's expression.</param>
/// <param name="Make">The same in C#.</param>
/// <param name="Setup">What Python runs before.</param>
/// <param name="Since">The first libtorch whose Python has it.</param>
internal sealed record SavedRow(string Python, Func<object?> Make, string Setup = "", string Since = "1.13")
{
    /// <summary>All that are compared.</summary>
    public static IReadOnlyList<SavedRow> All { get; } = [.. ValueRows.All, .. TensorRows.All, .. StateRows.All];

    /// <summary>The rows that the running libtorch's Python has, by their expressions.</summary>
    public static TheoryData<string> Names => [.. All.Where(row => Version.Parse(row.Since) is var since && LibraryCalls.IsAtLeast(since.Major, since.Minor)).Select(row => row.Name)];

    private string Name => Setup.Length == 0 ? Python : $"{Python} # {Setup.ReplaceLineEndings("; ")}";

    public static SavedRow Of(string name) => All.Single(row => row.Name == name);
}
