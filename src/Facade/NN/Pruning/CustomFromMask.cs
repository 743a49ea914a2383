namespace LibTorch.NN;

/// <summary>Prunes the elements that a mask selects; <c>prune.CustomFromMask</c>.</summary>
/// <param name="mask">Ones for elements to keep and zeros for elements to prune.</param>
public sealed class CustomFromMask(Tensor mask) : PruningMethod
{
    /// <inheritdoc/>
    public override PruningType Type => PruningType.Global;

    /// <inheritdoc/>
    public override Tensor ComputeMask(Tensor importance, Tensor defaultMask)
    {
        ArgumentNullException.ThrowIfNull(defaultMask);
        return defaultMask.Shape == mask.Shape
            ? defaultMask * mask.To(defaultMask.DType)
            : throw new TorchException($"default_mask shape {defaultMask.Shape} must match self.mask shape {mask.Shape}");
    }
}
