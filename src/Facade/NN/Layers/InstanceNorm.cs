using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>The base of the instance normalisations: shifts and scales each channel of each sample to mean 0 and variance 1.</summary>
public abstract partial class InstanceNorm : ChannelNorm
{
    private static readonly string[] FiguresOfVersion0 = ["running_mean", "running_var"];

    private readonly int _spatial;

    private protected InstanceNorm(
        int spatial, long numFeatures, double eps, double? momentum, bool affine, bool trackRunningStats, Device? device, DType? dtype, bool bias)
        : base(numFeatures, eps, momentum, affine, trackRunningStats, device, dtype, bias) => _spatial = spatial;

    /// <summary>
    /// Returns a tensor of the input's shape; the batch dimension may be missing. In training, the batch updates the running statistics if
    /// they are kept.
    /// </summary>
    /// <exception cref="TorchValueException">The input has another number of dimensions, or, if there is a weight, another number of
    /// channels.</exception>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        InputCheck.Spatial(input, _spatial);
        var channels = input.NDim - _spatial - 1;
        if (LibraryCalls.IsAtLeast(2, 0) && input.Shape[channels] != NumFeatures)
        {
            RefuseOrWarn(channels, input.Shape[channels]);
        }

        return channels == 0 ? Normalised(input.Unsqueeze(0)).Squeeze(0) : Normalised(input);
    }

    /// <inheritdoc/>
    protected override void UpgradeState(LoadedState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        string[] figures = state.Version is null && !TrackRunningStats
            ? [.. FiguresOfVersion0.Select(name => state.Prefix + name).Where(state.StateDict.ContainsKey)]
            : [];
        if (figures.Length > 0)
        {
            state.Errors.Add(
                $"Unexpected running stats buffer(s) {string.Join(" and ", figures.Select(key => $"\"{key}\""))} for {ClassName} with track_running_stats=False. "
                + $"If state_dict is a checkpoint saved before 0.4.0, this may be expected because {ClassName} does not track running stats by default since 0.4.0. "
                + "Please remove these keys from state_dict. If the running stats are actually needed, instead set "
                + $"track_running_stats=True in {ClassName} to enable them. See the documentation of {ClassName} for details.");
            Array.ForEach(figures, key => state.StateDict.Remove(key));
        }

        base.UpgradeState(state);
    }

    private void RefuseOrWarn(int dimension, long extent)
    {
        if (Affine)
        {
            throw new TorchValueException($"expected input's size at dim={dimension} to match num_features ({NumFeatures}), but got: {extent}.");
        }

        Warnings.Warn(
            $"input's size at dim={dimension} does not match num_features. You can silence this warning by not passing in num_features, which is not used because affine=False");
    }

    private Tensor Normalised(Tensor input) =>
        Functional.InstanceNorm(input, RunningMean, RunningVar, Weight, Bias, Training || !TrackRunningStats, Momentum ?? 0.0, Eps);
}
