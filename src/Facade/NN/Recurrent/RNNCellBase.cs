namespace LibTorch.NN;

/// <summary>The base of the recurrent cells, which compute a single step; <c>torch.nn.RNNCellBase</c>.</summary>
/// <typeparam name="TInitial">The state before, which may be null for zeros.</typeparam>
/// <typeparam name="TState">The state after: a tensor, or a pair of them.</typeparam>
public abstract partial class RNNCellBase<TInitial, TState> : Module<Tensor, TInitial, TState>
{
    private protected RNNCellBase(long inputSize, long hiddenSize, bool bias, int gates, Device? device, DType? dtype)
    {
        (InputSize, HiddenSize, Bias) = (inputSize, hiddenSize, bias);
        Parameter Made(params ReadOnlySpan<long> shape) => new(Torch.Empty(shape, dtype: dtype, device: device));
        WeightIh = Made(gates * hiddenSize, inputSize);
        WeightHh = Made(gates * hiddenSize, hiddenSize);
        if (bias)
        {
            (BiasIh, BiasHh) = (Made(gates * hiddenSize), Made(gates * hiddenSize));
        }

        RecurrentWeights.Reset(Parameters(), hiddenSize);
    }

    /// <summary>The width of the input.</summary>
    public long InputSize { get; }

    /// <summary>The width of the state.</summary>
    public long HiddenSize { get; }

    /// <summary>Whether there are biases.</summary>
    public bool Bias { get; }

    /// <summary>The weights of the input, [gates × HiddenSize, InputSize].</summary>
    public Parameter WeightIh { get; set => Assign(ref field, value); }

    /// <summary>The weights of the state, [gates × HiddenSize, HiddenSize].</summary>
    public Parameter WeightHh { get; set => Assign(ref field, value); }

    /// <summary>The bias of the input, [gates × HiddenSize], if there is one.</summary>
    public Parameter? BiasIh { get; set => AssignOptional(ref field, value); }

    /// <summary>The bias of the state, [gates × HiddenSize], if there is one.</summary>
    public Parameter? BiasHh { get; set => AssignOptional(ref field, value); }

    /// <summary>Computes a step from a state of zeros, and runs the hooks; <c>cell(x)</c>.</summary>
    public TState Call(Tensor input) => Call(input, default!);

    /// <summary>Draws new random values for the parameters.</summary>
    public void ResetParameters() => RecurrentWeights.Reset(Parameters(), HiddenSize);

    /// <inheritdoc/>
    public override string ExtraRepr() => $"{InputSize}, {HiddenSize}{(Bias ? "" : ", bias=False")}";

    /// <summary>A state of zeros for an input with a batch.</summary>
    private protected Tensor Zeros(Tensor input) => Torch.Zeros([input.Shape[0], HiddenSize], dtype: input.DType, device: input.Device);
}
