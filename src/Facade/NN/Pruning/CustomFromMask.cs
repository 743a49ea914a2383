namespace LibTorch.NN;

/// <summary>Takes away what a mask says; <c>prune.CustomFromMask</c>.</summary>
/// <param name="mask">Ones for what stays and zeros for what goes.</param>
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
