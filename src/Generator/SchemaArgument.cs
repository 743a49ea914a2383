namespace LibTorch.SourceGeneration;

/// <summary>One argument of an operator.</summary>
public sealed class SchemaArgument(string type, string name, string? defaultValue, bool keywordOnly, bool written, bool namesDimensions = false)
{
    /// <summary>The type without alias marks: Tensor, int[1]?, Scalar.</summary>
    public string Type { get; } = type;

    public string Name { get; } = name;

    /// <summary>The default as the schema writes it, or null.</summary>
    public string? Default { get; } = defaultValue;

    public bool KeywordOnly { get; } = keywordOnly;

    /// <summary>Whether the operator writes to it.</summary>
    public bool Written { get; } = written;

    /// <summary>Whether it is a dimension's name (Dimname), although the schema's type is str.</summary>
    public bool NamesDimensions { get; } = namesDimensions;

    /// <summary>Its names in all snapshots, the newest first, separated by bars.</summary>
    public string Names { get; private set; } = name;

    /// <summary>Whether all snapshots that have the operator have this argument.</summary>
    public bool IsEverywhere { get; private set; } = true;

    /// <summary>A copy of the argument with its names in other snapshots, and whether it is missing in some.</summary>
    public SchemaArgument Seen(IEnumerable<string> names, bool everywhere) =>
        new(Type, Name, Default, KeywordOnly, Written, NamesDimensions) { Names = string.Join("|", names), IsEverywhere = everywhere };
}
