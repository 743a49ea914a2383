namespace LibTorch.SourceGeneration;

/// <summary>The documentation of an operator: one row of a summary table.</summary>
public sealed class OperatorSummary(string name)
{
    /// <summary>The page entry of operators that have no public name in Python.</summary>
    public const string NoPage = "-";

    /// <summary>The operator's name, without the underscore of in-place operators.</summary>
    public string Name { get; } = name;

    /// <summary>What the operator does.</summary>
    public string Sentence { get; set; } = string.Empty;

    /// <summary>The row that supplies the lines missing here: a kind's name, or null.</summary>
    public string? Kind { get; set; }

    /// <summary>The operator for which this is an alias, or null.</summary>
    public string? AliasOf { get; set; }

    /// <summary>The public name of the Python function that it follows, if that is not the operator's own.</summary>
    public string? Page { get; set; }

    /// <summary>The meaning of each argument, by its name in the schema; self is called input.</summary>
    public Dictionary<string, string> Arguments { get; } = [];

    public string Returns { get; set; } = string.Empty;

    public List<string> Throws { get; } = [];

    /// <summary>A C# expression that shows the operator, or an empty text.</summary>
    public string Example { get; set; } = string.Empty;

    /// <summary>The same expression in Python.</summary>
    public string PythonExample { get; set; } = string.Empty;

    /// <summary>The output of both expressions.</summary>
    public List<string> Printed { get; } = [];

    /// <summary>Fills in missing parts from another row.</summary>
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
