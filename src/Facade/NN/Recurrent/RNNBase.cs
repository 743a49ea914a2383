namespace LibTorch.NN;

/// <summary>The base of the recurrent layers; <c>torch.nn.RNNBase</c>.</summary>
/// <typeparam name="TInitial">The initial state, which may be null for zeros.</typeparam>
/// <typeparam name="TState">The state: a tensor, or a pair of them.</typeparam>
public abstract partial class RNNBase<TInitial, TState> : Module<Tensor, TInitial, (Tensor Output, TState Hidden)>
{
    private readonly RecurrentShape _shape;
    private RecurrentWeights _weights;

    private protected RNNBase(int gates, RecurrentShape shape, Device? device, DType? dtype)
    {
        _shape = shape.Checked();
        _weights = new RecurrentWeights(gates, shape, device, dtype);
        FlattenParameters();
        ResetParameters();
    }

    /// <summary>The width of the input.</summary>
    public long InputSize => _shape.InputSize;

    /// <summary>The width of the state.</summary>
    public long HiddenSize => _shape.HiddenSize;

    /// <summary>The number of layers; each gets the output of the one before it.</summary>
    public long NumLayers => _shape.NumLayers;

    /// <summary>Whether there are biases.</summary>
    public bool Bias => _shape.Bias;

    /// <summary>Whether the batch is the first dimension of inputs and outputs.</summary>
    public bool BatchFirst => _shape.BatchFirst;

    /// <summary>The probability of dropout between the layers, in training.</summary>
    public double Dropout => _shape.Dropout;

    /// <summary>Whether the sequence is also read from its end.</summary>
    public bool Bidirectional => _shape.Bidirectional;

    /// <summary>The width of the output, where it is projected; 0 where it is not.</summary>
    public long ProjSize => _shape.ProjSize;

    /// <summary>
    /// The weights and biases of each layer and direction; <c>module.all_weights</c>. <see cref="Module.GetParameter"/> finds them by name.
    /// </summary>
    public IReadOnlyList<IReadOnlyList<Parameter>> AllWeights => _weights.Groups;

    /// <summary>The weights as libtorch takes them.</summary>
    private protected Tensor[] Weights => _weights.Flat;

    /// <summary>Draws new random values for the parameters.</summary>
    public void ResetParameters() => RecurrentWeights.Reset(Parameters(), HiddenSize);

    /// <summary>
    /// Copies weights on a CUDA device to one contiguous block of memory; otherwise cuDNN would do that in each call. It is done
    /// automatically after each conversion.
    /// </summary>
    public void FlattenParameters()
    {
        if (!Array.TrueForAll(Weights, weight => weight.IsCuda && weight.DType == Weights[0].DType) || !Torch._UseCudnnRnnFlattenWeight())
        {
            return;
        }

        using var mode = Torch.NoGrad();
        _ = Torch._CudnnRnnFlattenWeight(
            Weights, _weights.Groups[0].Count, InputSize, CudnnMode, HiddenSize, ProjSize, NumLayers, BatchFirst, Bidirectional);
    }

    /// <inheritdoc/>
    public override string ExtraRepr() =>
        $"{InputSize}, {HiddenSize}"
        + (ProjSize != 0 ? $", proj_size={ProjSize}" : "")
        + (NumLayers != 1 ? $", num_layers={NumLayers}" : "")
        + (Bias ? "" : ", bias=False")
        + (BatchFirst ? ", batch_first=True" : "")
        + (Dropout != 0 ? $", dropout={SettingText.Of(Dropout)}" : "")
        + (Bidirectional ? ", bidirectional=True" : "");

    /// <inheritdoc/>
    protected override void ListMembers(MemberList members)
    {
        base.ListMembers(members);
        _weights.List(members);
    }

    /// <inheritdoc/>
    protected override void OnCopied(ModuleCopy copy)
    {
        base.OnCopied(copy);
        _weights = _weights.Again();
    }

    /// <summary>cuDNN's number for the kind of layer.</summary>
    private protected abstract int CudnnMode { get; }

    private protected override void OnConverted() => FlattenParameters();
}
