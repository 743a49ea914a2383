namespace LibTorch.NN;

/// <summary>Prunes random elements; <c>prune.RandomUnstructured</c>.</summary>
/// <param name="amount">How many: a fraction from 0.0 to 1.0, or a count.</param>
/// <exception cref="TorchValueException">The amount is negative, or a fraction above 1.</exception>
public sealed class RandomUnstructured(Scalar amount) : UnstructuredPruning(amount)
{
    private protected override Tensor Chosen(Tensor importance, long count) => Torch.Topk(Torch.RandLike(importance).View([-1]), count).Indices;
}
