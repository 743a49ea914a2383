namespace LibTorch.NN;

/// <summary>Prunes the elements of the smallest magnitude; <c>prune.L1Unstructured</c>.</summary>
/// <param name="amount">How many: a fraction from 0.0 to 1.0, or a count.</param>
/// <exception cref="TorchValueException">The amount is negative, or a fraction above 1.</exception>
public sealed class L1Unstructured(Scalar amount) : UnstructuredPruning(amount)
{
    private protected override Tensor Chosen(Tensor importance, long count) => Torch.Topk(Torch.Abs(importance).View([-1]), count, largest: false).Indices;
}
