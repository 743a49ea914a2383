namespace LibTorch.NN;

/// <summary>Takes the slices of the smallest norm away; <c>prune.LnStructured</c>.</summary>
/// <param name="amount">How many: a fraction from 0.0 to 1.0, or a count.</param>
/// <param name="n">Which norm it is.</param>
/// <param name="dim">The dimension whose slices they are.</param>
/// <exception cref="TorchValueException">The amount is negative, or a part of more than 1.</exception>
public sealed class LnStructured(Scalar amount, double n, long dim = -1) : StructuredPruning(amount, dim)
{
    private protected override TensorIndex Kept(Tensor importance, int dim, long size, long count)
    {
        long[] others = [.. Enumerable.Range(0, importance.NDim).Where(d => d != dim).Select(d => (long)d)];
        return Torch.Topk(Torch.Linalg.VectorNorm(importance, n, others), size - count).Indices;
    }
}
