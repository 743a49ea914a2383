namespace LibTorch.NN;

/// <summary>Moves and scales each channel so that over the batch its mean is 0 and its variance 1; what the batch normalisations have in common.</summary>
public abstract partial class BatchNorm : Module<Tensor, Tensor>
{
    private readonly int[] _dimensions;

    /// <param name="dimensions">How many dimensions an input may have.</param>
    /// <param name="numFeatures">How many channels there are.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <param name="momentum">How much of the running figures each batch replaces; null for their mean over all batches.</param>
    /// <param name="affine">Whether there are a weight and a bias.</param>
    /// <param name="trackRunningStats">Whether running figures are kept, for evaluation.</param>
    /// <param name="device">Where all lies; without it, on the default device.</param>
    /// <param name="dtype">The dtype of all but the count; without it, the default dtype.</param>
    private protected BatchNorm(int[] dimensions, long numFeatures, double eps, double? momentum, bool affine, bool trackRunningStats, Device? device, DType? dtype)
    {
        _dimensions = dimensions;
        (NumFeatures, Eps, Momentum, Affine, TrackRunningStats) = (numFeatures, eps, momentum, affine, trackRunningStats);
        if (affine)
        {
            Weight = new Parameter(Torch.Empty([numFeatures], dtype: dtype, device: device));
            Bias = new Parameter(Torch.Empty([numFeatures], dtype: dtype, device: device));
        }

        if (trackRunningStats)
        {
            RunningMean = new Buffer(Torch.Zeros([numFeatures], dtype: dtype, device: device));
            RunningVar = new Buffer(Torch.Ones([numFeatures], dtype: dtype, device: device));
            NumBatchesTracked = new Buffer(Torch.Zeros([], dtype: LibTorch.DType.Int64, device: device));
        }

        ResetParameters();
    }

    /// <summary>How many channels there are.</summary>
    public long NumFeatures { get; }

    /// <summary>Added to the variance.</summary>
    public double Eps { get; }

    /// <summary>How much of the running figures each batch replaces; null for their mean over all batches.</summary>
    public double? Momentum { get; set; }

    /// <summary>Whether there are a weight and a bias.</summary>
    public bool Affine { get; }

    /// <summary>Whether running figures are kept.</summary>
    public bool TrackRunningStats { get; }

    /// <summary>What is multiplied with afterwards, [NumFeatures].</summary>
    public Parameter? Weight { get; }

    /// <summary>What is added afterwards, [NumFeatures].</summary>
    public Parameter? Bias { get; }

    /// <summary>The running mean, [NumFeatures].</summary>
    public Buffer? RunningMean { get; }

    /// <summary>The running variance, [NumFeatures].</summary>
    public Buffer? RunningVar { get; }

    /// <summary>How many batches there were.</summary>
    public Buffer? NumBatchesTracked { get; }

    /// <inheritdoc/>
    protected override int StateVersion => 2;

    /// <summary>Sets the running figures to what they were at first.</summary>
    public void ResetRunningStats()
    {
        using var mode = Torch.NoGrad();
        RunningMean?.Zero_();
        RunningVar?.Fill_(1);
        NumBatchesTracked?.Zero_();
    }

    /// <summary>Sets the running figures, the weight and the bias to what they were at first.</summary>
    public void ResetParameters()
    {
        ResetRunningStats();
        if (Weight is not null && Bias is not null)
        {
            Init.Ones_(Weight);
            Init.Zeros_(Bias);
        }
    }

    /// <summary>A tensor of the input's shape. In training, the running figures take in those of the batch.</summary>
    /// <exception cref="TorchValueException">The input has another number of dimensions.</exception>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (Array.IndexOf(_dimensions, input.NDim) < 0)
        {
            throw new TorchValueException($"expected {string.Join(" or ", _dimensions.Select(count => $"{count}D"))} input (got {input.NDim}D input)");
        }

        var factor = Momentum ?? 0.0;
        if (Training && NumBatchesTracked is not null)
        {
            NumBatchesTracked.Add_(1);
            factor = Momentum ?? 1.0 / NumBatchesTracked.Item<long>();
        }

        return Functional.BatchNorm(input, RunningMean, RunningVar, Weight, Bias, Training || RunningMean is null, factor, Eps);
    }

    /// <inheritdoc/>
    public override string ExtraRepr() =>
        $"{NumFeatures}, eps={SettingText.Of(Eps)}, momentum={(Momentum is { } momentum ? SettingText.Of(momentum) : "None")}, affine={SettingText.Of(Affine)}{SettingText.OfBias(Bias)}, track_running_stats={SettingText.Of(TrackRunningStats)}";
}
