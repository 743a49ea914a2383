namespace LibTorch.NN;

/// <summary>Prunes the slices of the smallest norm; <c>prune.LnStructured</c>.</summary>
/// <param name="amount">How many: a fraction from 0.0 to 1.0, or a count.</param>
/// <param name="n">The order of the norm.</param>
/// <param name="dim">The dimension whose slices are pruned.</param>
/// <exception cref="TorchValueException">The amount is negative, or a fraction above 1.</exception>
public sealed class LnStructured(Scalar amount, double n, long dim = -1) : StructuredPruning(amount, dim)
{
    private protected override TensorIndex Kept(Tensor importance, int dim, long size, long count)
    {
        long[] others = [.. Enumerable.Range(0, importance.NDim).Where(d => d != dim).Select(d => (long)d)];
        return Torch.Topk(Torch.Linalg.VectorNorm(importance, n, others), size - count).Indices;
    }
}
