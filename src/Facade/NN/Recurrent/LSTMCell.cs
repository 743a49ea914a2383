namespace LibTorch.NN;

/// <summary>One step of long short-term memory; <c>torch.nn.LSTMCell</c>: <c>var (h, c) = cell.Call(x, (h0, c0))</c>.</summary>
/// <param name="inputSize">The width of the input.</param>
/// <param name="hiddenSize">The width of the state.</param>
/// <param name="bias">Whether there are biases.</param>
/// <param name="device">The parameters' device; the default device unless given.</param>
/// <param name="dtype">Their dtype; the default dtype unless given.</param>
public sealed partial class LSTMCell(long inputSize, long hiddenSize, bool bias = true, Device? device = null, DType? dtype = null)
    : RNNCellBase<(Tensor H, Tensor C)?, (Tensor H, Tensor C)>(inputSize, hiddenSize, bias, 4, device, dtype)
{
    /// <summary>
    /// Computes the cell's output. Use <see cref="Module{T1, T2, TOutput}.Call"/> to run the cell: only that runs the hooks.
    /// </summary>
    /// <param name="input">[batch, InputSize] or [InputSize].</param>
    /// <param name="hidden">The state before, two of [batch, HiddenSize] or [HiddenSize]; null for zeros.</param>
    /// <returns>The state after.</returns>
    /// <exception cref="TorchException">Sizes or dtypes do not fit.</exception>
    public override (Tensor H, Tensor C) Forward(Tensor input, (Tensor H, Tensor C)? hidden)
    {
        ArgumentNullException.ThrowIfNull(input);
        RecurrentChecks.Cell(nameof(LSTMCell), input, ("hx[0]", hidden?.H), ("hx[1]", hidden?.C));
        var isBatched = input.NDim == 2;
        input = isBatched ? input : input.Unsqueeze(0);
        var (h, c) = Before(input, hidden, isBatched);
        (h, c) = Torch.LstmCell(input, [h, c], WeightIh, WeightHh, BiasIh, BiasHh);
        return isBatched ? (h, c) : (h.Squeeze(0), c.Squeeze(0));
    }

    private (Tensor H, Tensor C) Before(Tensor input, (Tensor H, Tensor C)? hidden, bool isBatched)
    {
        if (hidden is not { } both)
        {
            var zeros = Zeros(input);
            return (zeros, zeros);
        }

        return isBatched ? both : (both.H.Unsqueeze(0), both.C.Unsqueeze(0));
    }
}
