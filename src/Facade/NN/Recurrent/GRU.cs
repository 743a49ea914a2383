namespace LibTorch.NN;

/// <summary>Gated recurrent units; <c>torch.nn.GRU</c>: <c>var (output, hidden) = gru.Call(x)</c>.</summary>
/// <param name="inputSize">The width of the input.</param>
/// <param name="hiddenSize">The width of the state.</param>
/// <param name="numLayers">The number of layers; each gets the output of the one before it.</param>
/// <param name="bias">Whether there are biases.</param>
/// <param name="batchFirst">Whether the batch is the first dimension of inputs and outputs; in states it is always the second.</param>
/// <param name="dropout">The probability of dropout between the layers, in training.</param>
/// <param name="bidirectional">Whether the sequence is also read from its end.</param>
/// <param name="device">The parameters' device; the default device unless given.</param>
/// <param name="dtype">Their dtype; the default dtype unless given.</param>
/// <exception cref="TorchValueException">A size or the probability is out of range.</exception>
public sealed partial class GRU(
    long inputSize, long hiddenSize, long numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0,
    bool bidirectional = false, Device? device = null, DType? dtype = null)
    : SingleStateRNN(3, new RecurrentShape(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, 0), device, dtype)
{
    private protected override int CudnnMode => 3;

    private protected override (Tensor Output, Tensor[] State) Run(Tensor input, Tensor? batchSizes, Tensor[] states)
    {
        var (output, hidden) = batchSizes is null
            ? Torch.Gru(input, states[0], Weights, Bias, NumLayers, Dropout, Training, Bidirectional, BatchFirst)
            : Torch.Gru(input, batchSizes, states[0], Weights, Bias, NumLayers, Dropout, Training, Bidirectional);
        return (output, [hidden]);
    }
}
