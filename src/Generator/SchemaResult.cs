namespace LibTorch.SourceGeneration;

/// <summary>One result of an operator.</summary>
public sealed class SchemaResult(string type, string? name)
{
    /// <summary>The type without alias marks.</summary>
    public string Type { get; } = type;

    public string? Name { get; } = name;
}
