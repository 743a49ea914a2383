namespace LibTorch.SourceGeneration;

/// <summary>What the documentation of an operator says: one row of a summary table.</summary>
public sealed class OperatorSummary(string name)
{
    /// <summary>The page of what Python has no public name for.</summary>
    public const string NoPage = "-";

    /// <summary>The operator's name, without the underscore of what works in place.</summary>
    public string Name { get; } = name;

    /// <summary>What the operator does.</summary>
    public string Sentence { get; set; } = string.Empty;

    /// <summary>The row that has the lines that this one lacks: a kind's name, or null.</summary>
    public string? Kind { get; set; }

    /// <summary>The operator that this is another name of, or null.</summary>
    public string? AliasOf { get; set; }

    /// <summary>Python's public name of the function that it follows, where that is not the operator's own.</summary>
    public string? Page { get; set; }

    /// <summary>What each argument means, by its name in the schema; self is called input.</summary>
    public Dictionary<string, string> Arguments { get; } = [];

    public string Returns { get; set; } = string.Empty;

    public List<string> Throws { get; } = [];

    /// <summary>A C# expression that shows the operator, or an empty text.</summary>
    public string Example { get; set; } = string.Empty;

    /// <summary>The same expression in Python.</summary>
    public string PythonExample { get; set; } = string.Empty;

    /// <summary>What both print.</summary>
    public List<string> Printed { get; } = [];

    /// <summary>Takes over what this row lacks.</summary>
    public void Complete(OperatorSummary other)
    {
        foreach (var argument in other.Arguments.Where(argument => !Arguments.ContainsKey(argument.Key)))
        {
            Arguments.Add(argument.Key, argument.Value);
        }

        Returns = Returns.Length > 0 ? Returns : other.Returns;
        Throws.AddRange(other.Throws.Where(reason => !Throws.Contains(reason)));
    }
}
