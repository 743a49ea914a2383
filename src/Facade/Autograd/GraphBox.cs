namespace LibTorch;

/// <summary>A box in the drawing of an autograd graph.</summary>
internal readonly record struct GraphBox(GraphBoxKind Kind, string Label);
