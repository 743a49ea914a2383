using Microsoft.CodeAnalysis;

namespace LibTorch.SourceGeneration;

/// <summary>An operator and the place that its schema was read from.</summary>
internal readonly struct SchemaLine(OperatorSchema schema, Location place)
{
    public OperatorSchema Schema { get; } = schema;

    public Location Place { get; } = place;
}
