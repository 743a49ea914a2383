namespace LibTorch.NN;

/// <summary>What a <see cref="PruningMethod"/> looks at where a weight was pruned before.</summary>
public enum PruningType
{
    /// <summary>The elements that are left, as a vector.</summary>
    Unstructured,

    /// <summary>The slices that are not all gone.</summary>
    Structured,

    /// <summary>All of it.</summary>
    Global,
}
