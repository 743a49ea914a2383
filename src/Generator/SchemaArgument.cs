namespace LibTorch.SourceGeneration;

/// <summary>One argument of an operator.</summary>
public sealed class SchemaArgument(string type, string name, string? defaultValue, bool keywordOnly, bool written)
{
    /// <summary>The type without alias marks: Tensor, int[1]?, Scalar.</summary>
    public string Type { get; } = type;

    public string Name { get; } = name;

    /// <summary>The default as the schema writes it, or null.</summary>
    public string? Default { get; } = defaultValue;

    public bool KeywordOnly { get; } = keywordOnly;

    /// <summary>Whether the operator writes to it.</summary>
    public bool Written { get; } = written;
}
