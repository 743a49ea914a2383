namespace LibTorch.NN;

/// <summary>Long short-term memory; <c>torch.nn.LSTM</c>: <c>var (output, (h, c)) = lstm.Call(x)</c>.</summary>
/// <param name="inputSize">The width of the input.</param>
/// <param name="hiddenSize">The width of the state.</param>
/// <param name="numLayers">The number of layers; each gets the output of the one before it.</param>
/// <param name="bias">Whether there are biases.</param>
/// <param name="batchFirst">Whether the batch is the first dimension of inputs and outputs; in states it is always the second.</param>
/// <param name="dropout">The probability of dropout between the layers, in training.</param>
/// <param name="bidirectional">Whether the sequence is also read from its end.</param>
/// <param name="projSize">The width that outputs are projected to; 0 for no projection.</param>
/// <param name="device">The parameters' device; the default device unless given.</param>
/// <param name="dtype">Their dtype; the default dtype unless given.</param>
/// <exception cref="TorchValueException">A size or the probability is out of range.</exception>
public sealed partial class LSTM(
    long inputSize, long hiddenSize, long numLayers = 1, bool bias = true, bool batchFirst = false, double dropout = 0,
    bool bidirectional = false, long projSize = 0, Device? device = null, DType? dtype = null)
    : RNNBase<(Tensor H, Tensor C)?, (Tensor H, Tensor C)>(
        4, new RecurrentShape(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, projSize), device, dtype)
{
    private protected override int CudnnMode => 2;

    private protected override int StateCount => 2;

    private protected override Tensor[]? Parts((Tensor H, Tensor C)? state) => state is { } both ? [NullCheck.Of(both.H), NullCheck.Of(both.C)] : null;

    private protected override (Tensor H, Tensor C) State(Tensor[] parts) => (parts[0], parts[1]);

    private protected override (Tensor Output, Tensor[] State) Run(Tensor input, Tensor? batchSizes, Tensor[] states)
    {
        var (output, hidden, cell) = batchSizes is null
            ? Torch.Lstm(input, states, Weights, Bias, NumLayers, Dropout, Training, Bidirectional, BatchFirst)
            : Torch.Lstm(input, batchSizes, states, Weights, Bias, NumLayers, Dropout, Training, Bidirectional);
        return (output, [hidden, cell]);
    }
}
