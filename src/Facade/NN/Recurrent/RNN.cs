using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>Elman's recurrent layers; <c>torch.nn.RNN</c>: <c>var (output, hidden) = rnn.Call(x)</c>.</summary>
/// <param name="inputSize">The width of the input.</param>
/// <param name="hiddenSize">The width of the state.</param>
/// <param name="numLayers">The number of layers; each gets the output of the one before it.</param>
/// <param name="nonlinearity">The nonlinearity: <c>tanh</c> or <c>relu</c>.</param>
/// <param name="bias">Whether there are biases.</param>
/// <param name="batchFirst">Whether the batch is the first dimension of inputs and outputs; in states it is always the second.</param>
/// <param name="dropout">The probability of dropout between the layers, in training.</param>
/// <param name="bidirectional">Whether the sequence is also read from its end.</param>
/// <param name="device">The parameters' device; the default device unless given.</param>
/// <param name="dtype">Their dtype; the default dtype unless given.</param>
/// <exception cref="TorchValueException">A size or the probability is out of range, or there is no such nonlinearity.</exception>
public sealed partial class RNN(
    long inputSize, long hiddenSize, long numLayers = 1, string nonlinearity = "tanh", bool bias = true, bool batchFirst = false, double dropout = 0,
    bool bidirectional = false, Device? device = null, DType? dtype = null)
    : SingleStateRNN(
        Known(nonlinearity) ? 1 : 0, new RecurrentShape(inputSize, hiddenSize, numLayers, bias, batchFirst, dropout, bidirectional, 0), device, dtype)
{
    /// <summary>The nonlinearity: <c>tanh</c> or <c>relu</c>.</summary>
    public string Nonlinearity { get; } = nonlinearity;

    private protected override int CudnnMode => Nonlinearity == "relu" ? 0 : 1;

    private protected override (Tensor Output, Tensor[] State) Run(Tensor input, Tensor? batchSizes, Tensor[] states)
    {
        var (output, hidden) = (Nonlinearity, batchSizes) switch
        {
            ("tanh", null) => Torch.RnnTanh(input, states[0], Weights, Bias, NumLayers, Dropout, Training, Bidirectional, BatchFirst),
            ("tanh", _) => Torch.RnnTanh(input, batchSizes, states[0], Weights, Bias, NumLayers, Dropout, Training, Bidirectional),
            (_, null) => Torch.RnnRelu(input, states[0], Weights, Bias, NumLayers, Dropout, Training, Bidirectional, BatchFirst),
            _ => Torch.RnnRelu(input, batchSizes, states[0], Weights, Bias, NumLayers, Dropout, Training, Bidirectional),
        };
        return (output, [hidden]);
    }

    private static bool Known(string nonlinearity) => nonlinearity is "tanh" or "relu"
        ? true
        : throw new TorchValueException($"Unknown nonlinearity '{nonlinearity}'{(LibraryCalls.IsAtLeast(2, 6) ? ". Select from 'tanh' or 'relu'." : "")}");
}
