namespace LibTorch.SourceGeneration;

/// <summary>A schema cannot be parsed, or a part of it has no counterpart in C#.</summary>
public sealed class SchemaException(string message, int column = 0) : Exception(message)
{
    /// <summary>The column in the line, counted from 0.</summary>
    public int Column { get; } = column;
}
