namespace LibTorch.SourceGeneration;

/// <summary>A schema that cannot be read, or has a part that C# has no counterpart for yet.</summary>
public sealed class SchemaException(string message, int column = 0) : Exception(message)
{
    /// <summary>Where in the line, counted from 0.</summary>
    public int Column { get; } = column;
}
