namespace LibTorch;

/// <summary>What a box in the drawing of an autograd graph stands for.</summary>
internal enum GraphBoxKind
{
    /// <summary>A node of the graph.</summary>
    Operation,

    /// <summary>A leaf tensor, whose gradient is accumulated.</summary>
    Leaf,

    /// <summary>The tensor at the end of the graph.</summary>
    Output,
}
