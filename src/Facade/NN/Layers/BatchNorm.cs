namespace LibTorch.NN;

/// <summary>The base of the batch normalisations: shifts and scales each channel to mean 0 and variance 1 over the batch.</summary>
public abstract partial class BatchNorm : ChannelNorm
{
    private readonly int[] _dimensions;

    private protected BatchNorm(
        int spatial, long numFeatures, double eps, double? momentum, bool affine, bool trackRunningStats, Device? device, DType? dtype, bool bias)
        : base(numFeatures, eps, momentum, affine, trackRunningStats, device, dtype, bias) => _dimensions = spatial == 1 ? [2, 3] : [spatial + 2];

    /// <summary>Returns a tensor of the input's shape. In training, the batch's mean and variance update the running statistics.</summary>
    /// <exception cref="TorchValueException">The input has another number of dimensions.</exception>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        InputCheck.Dimensions(input, _dimensions);
        var factor = Momentum ?? 0.0;
        if (Training && NumBatchesTracked is not null)
        {
            NumBatchesTracked.Add_(1);
            factor = Momentum ?? 1.0 / NumBatchesTracked.Item<long>();
        }

        return Functional.BatchNorm(input, RunningMean, RunningVar, Weight, Bias, Training || RunningMean is null, factor, Eps);
    }
}
