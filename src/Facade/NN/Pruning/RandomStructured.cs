namespace LibTorch.NN;

/// <summary>Prunes random slices; <c>prune.RandomStructured</c>.</summary>
/// <param name="amount">How many: a fraction from 0.0 to 1.0, or a count.</param>
/// <param name="dim">The dimension whose slices are pruned.</param>
/// <exception cref="TorchValueException">The amount is negative, or a fraction above 1.</exception>
public sealed class RandomStructured(Scalar amount, long dim = -1) : StructuredPruning(amount, dim)
{
    private protected override TensorIndex Kept(Tensor importance, int dim, long size, long count)
    {
        var drawn = Torch.Rand([size]);
        return drawn.Gt(Torch.Kthvalue(drawn, count).Values);
    }
}
