using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>The base of the normalisations of channels: a weight, a bias and running statistics.</summary>
public abstract partial class ChannelNorm : Module<Tensor, Tensor>
{
    private protected ChannelNorm(
        long numFeatures, double eps, double? momentum, bool affine, bool trackRunningStats, Device? device, DType? dtype, bool bias)
    {
        (NumFeatures, Eps, Momentum, Affine, TrackRunningStats) = (numFeatures, eps, momentum, affine, trackRunningStats);
        Weight = affine ? new Parameter(Torch.Empty([numFeatures], dtype: dtype, device: device)) : null;
        Bias = affine && bias ? new Parameter(Torch.Empty([numFeatures], dtype: dtype, device: device)) : null;
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
    public double Eps { get; set; }

    /// <summary>The fraction of the running statistics that each batch replaces; null for the average over all batches.</summary>
    public double? Momentum { get; set; }

    /// <summary>Whether there is a weight.</summary>
    public bool Affine { get; }

    /// <summary>Whether running statistics are kept.</summary>
    public bool TrackRunningStats { get; }

    /// <summary>The scale applied after normalisation, [NumFeatures].</summary>
    public Parameter? Weight { get; set => AssignOptional(ref field, value); }

    /// <summary>The bias added after normalisation, [NumFeatures].</summary>
    public Parameter? Bias { get; set => AssignOptional(ref field, value); }

    /// <summary>The running mean, [NumFeatures].</summary>
    public Buffer? RunningMean { get; set => AssignOptional(ref field, value); }

    /// <summary>The running variance, [NumFeatures].</summary>
    public Buffer? RunningVar { get; set => AssignOptional(ref field, value); }

    /// <summary>The number of batches seen.</summary>
    public Buffer? NumBatchesTracked { get; set => AssignOptional(ref field, value); }

    /// <inheritdoc/>
    protected override int StateVersion => 2;

    /// <inheritdoc/>
    protected override void UpgradeState(LoadedState state)
    {
        ArgumentNullException.ThrowIfNull(state);

        // States before version 2 have no count of batches.
        var key = state.Prefix + "num_batches_tracked";
        if (state.Version is null or < 2 && TrackRunningStats && !state.StateDict.ContainsKey(key))
        {
            state.StateDict[key] = LibraryCalls.IsAtLeast(2, 1) && NumBatchesTracked is { Device.Type: not DeviceType.Meta } counted
                ? counted
                : Torch.Zeros([], dtype: LibTorch.DType.Int64);
        }
    }

    /// <summary>Resets the running statistics to their initial values.</summary>
    public void ResetRunningStats()
    {
        using var mode = Torch.NoGrad();
        RunningMean?.Zero_();
        RunningVar?.Fill_(1);
        NumBatchesTracked?.Zero_();
    }

    /// <summary>Resets the running statistics, the weight and the bias to their initial values.</summary>
    public void ResetParameters()
    {
        ResetRunningStats();
        Init.Plain(Weight, Bias);
    }

    /// <inheritdoc/>
    public override string ExtraRepr() =>
        $"{NumFeatures}, eps={SettingText.Of(Eps)}, momentum={SettingText.Of(Momentum)}, affine={SettingText.Of(Affine)}{SettingText.OfBias(Bias)}, track_running_stats={SettingText.Of(TrackRunningStats)}";
}
