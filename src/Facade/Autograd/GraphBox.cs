namespace LibTorch;

/// <summary>A box of a graph's picture.</summary>
internal readonly record struct GraphBox(GraphBoxKind Kind, string Label);
