namespace LibTorch.NN;

public sealed partial class GaussianNLLLoss
{
    /// <summary>The loss for one variance of all elements; what <c>torch.nn.GaussianNLLLoss</c> takes a number for since 2.8. Hooks see a tensor of the input's shape.</summary>
    /// <exception cref="TorchValueException">The variance is negative.</exception>
    public Tensor Call(Tensor input1, Tensor input2, double input3) => Call(input1, input2, Functional.SameVariance(input1, input3));
}
