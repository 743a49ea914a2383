namespace LibTorch.NN;

/// <summary>The part of an already pruned weight to which a <see cref="PruningMethod"/> is applied.</summary>
public enum PruningType
{
    /// <summary>The remaining elements, as a vector.</summary>
    Unstructured,

    /// <summary>The slices that are not completely pruned.</summary>
    Structured,

    /// <summary>The whole weight.</summary>
    Global,
}
