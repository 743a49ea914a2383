using System.Text.RegularExpressions;

namespace LibTorch.Examples.Jupyter;

/// <summary>A notebook's cells as C# script, one after another: what a method's body needs and a script does not is left out.</summary>
internal sealed partial class ScriptCells
{
    private readonly HashSet<string> _declared = [];

    /// <summary>The next cell.</summary>
    public string Of(string source)
    {
        var script = source.Replace(", device: Device", "", StringComparison.Ordinal);
        // A variable of the method is one of the script from where it is first assigned.
        script = Assignment().Replace(script, match => _declared.Add(match.Groups[1].Value) ? $"var {match.Value}" : match.Value);
        return LastReturn().Replace(script, "$1");
    }

    [GeneratedRegex(@"^(\w+) = ", RegexOptions.Multiline)]
    private static partial Regex Assignment();

    // A script shows the value of the expression that it ends with.
    [GeneratedRegex(@"^return (.+);\z", RegexOptions.Multiline)]
    private static partial Regex LastReturn();
}
