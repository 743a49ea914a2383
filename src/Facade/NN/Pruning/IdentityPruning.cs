namespace LibTorch.NN;

/// <summary>Prunes nothing; <c>prune.Identity</c>.</summary>
public sealed class IdentityPruning : PruningMethod
{
    /// <inheritdoc/>
    public override PruningType Type => PruningType.Unstructured;

    /// <inheritdoc/>
    public override Tensor ComputeMask(Tensor importance, Tensor defaultMask) => defaultMask;
}
