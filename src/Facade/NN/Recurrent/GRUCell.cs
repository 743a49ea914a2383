namespace LibTorch.NN;

/// <summary>One step of gated recurrent units; <c>torch.nn.GRUCell</c>.</summary>
/// <param name="inputSize">The width of the input.</param>
/// <param name="hiddenSize">The width of the state.</param>
/// <param name="bias">Whether there are biases.</param>
/// <param name="device">The parameters' device; the default device unless given.</param>
/// <param name="dtype">Their dtype; the default dtype unless given.</param>
public sealed partial class GRUCell(long inputSize, long hiddenSize, bool bias = true, Device? device = null, DType? dtype = null)
    : SingleStateCell(inputSize, hiddenSize, bias, 3, device, dtype)
{
    private protected override Tensor Step(Tensor input, Tensor hidden) => Torch.GruCell(input, hidden, WeightIh, WeightHh, BiasIh, BiasHh);
}
