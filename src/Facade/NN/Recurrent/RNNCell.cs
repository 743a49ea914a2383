namespace LibTorch.NN;

/// <summary>One step of Elman's recurrent layer; <c>torch.nn.RNNCell</c>.</summary>
/// <param name="inputSize">The width of the input.</param>
/// <param name="hiddenSize">The width of the state.</param>
/// <param name="bias">Whether there are biases.</param>
/// <param name="nonlinearity">The nonlinearity: <c>tanh</c> or <c>relu</c>; any other one is an error of the first call, as in
/// Python.</param>
/// <param name="device">The parameters' device; the default device unless given.</param>
/// <param name="dtype">Their dtype; the default dtype unless given.</param>
public sealed partial class RNNCell(
    long inputSize, long hiddenSize, bool bias = true, string nonlinearity = "tanh", Device? device = null, DType? dtype = null)
    : SingleStateCell(inputSize, hiddenSize, bias, 1, device, dtype)
{
    /// <summary>The nonlinearity: <c>tanh</c> or <c>relu</c>.</summary>
    public string Nonlinearity { get; } = nonlinearity;

    /// <inheritdoc/>
    public override string ExtraRepr() => base.ExtraRepr() + (Nonlinearity == "tanh" ? "" : $", nonlinearity={Nonlinearity}");

    private protected override Tensor Step(Tensor input, Tensor hidden) => Nonlinearity switch
    {
        "tanh" => Torch.RnnTanhCell(input, hidden, WeightIh, WeightHh, BiasIh, BiasHh),
        "relu" => Torch.RnnReluCell(input, hidden, WeightIh, WeightHh, BiasIh, BiasHh),
        _ => throw new TorchException($"Unknown nonlinearity: {Nonlinearity}"),
    };
}
