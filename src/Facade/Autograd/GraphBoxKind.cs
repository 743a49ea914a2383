namespace LibTorch;

/// <summary>What a box of a graph's picture stands for.</summary>
internal enum GraphBoxKind
{
    /// <summary>A node.</summary>
    Operation,

    /// <summary>A tensor that gathers its gradient.</summary>
    Leaf,

    /// <summary>What was computed.</summary>
    Output,
}
