using System.Text.RegularExpressions;

namespace LibTorch.Examples.Jupyter;

/// <summary>
/// Converts a notebook's cells to C# script, one after another: parts that are only needed in a method's body are removed.
/// </summary>
internal sealed partial class ScriptCells
{
    private readonly HashSet<string> _declared = [];

    /// <summary>Converts the next cell.</summary>
    public string Of(string source)
    {
        var script = source.Replace(", device: Device", "", StringComparison.Ordinal);
        // A local variable becomes a variable of the script at its first assignment.
        script = Assignment().Replace(script, match => _declared.Add(match.Groups[1].Value) ? $"var {match.Value}" : match.Value);
        return LastReturn().Replace(script, "$1");
    }

    [GeneratedRegex(@"^(\w+) = ", RegexOptions.Multiline)]
    private static partial Regex Assignment();

    // A script displays the value of its last expression, so the final return is removed.
    [GeneratedRegex(@"^return (.+);\z", RegexOptions.Multiline)]
    private static partial Regex LastReturn();
}
