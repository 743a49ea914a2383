namespace LibTorch.NN;

public sealed partial class GaussianNLLLoss
{
    /// <summary>
    /// The loss with the same variance for all elements, for which <c>torch.nn.GaussianNLLLoss</c> accepts a number since 2.8. Hooks see a
    /// tensor of the input's shape.
    /// </summary>
    /// <exception cref="TorchValueException">The variance is negative.</exception>
    public Tensor Call(Tensor input1, Tensor input2, double input3) => Call(input1, input2, Functional.SameVariance(input1, input3));
}
