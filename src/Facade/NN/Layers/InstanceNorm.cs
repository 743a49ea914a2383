using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>Moves and scales each channel of each sample so that its mean is 0 and its variance 1; what the instance normalisations have in common.</summary>
public abstract partial class InstanceNorm : ChannelNorm
{
    private readonly int _spatial;

    private protected InstanceNorm(
        int spatial, long numFeatures, double eps, double? momentum, bool affine, bool trackRunningStats, Device? device, DType? dtype, bool bias)
        : base(numFeatures, eps, momentum, affine, trackRunningStats, device, dtype, bias) => _spatial = spatial;

    /// <summary>A tensor of the input's shape; the batch may be left out. In training, running figures take in those of the batch, where they are kept.</summary>
    /// <exception cref="TorchValueException">The input has another number of dimensions, or of channels where there is a weight.</exception>
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
