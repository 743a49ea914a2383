namespace LibTorch.NN;

/// <summary>Batch normalisation of [batch, NumFeatures, height, width]; <c>torch.nn.BatchNorm2d</c>.</summary>
/// <inheritdoc cref="BatchNorm(long, double, double?, bool, bool, Device?, DType?)"/>
public sealed partial class BatchNorm2d(
    long numFeatures, double eps = 1e-5, double? momentum = 0.1, bool affine = true, bool trackRunningStats = true, Device? device = null, DType? dtype = null)
    : BatchNorm(numFeatures, eps, momentum, affine, trackRunningStats, device, dtype)
{
    private protected override void CheckDimensions(Tensor input)
    {
        if (!(input.NDim == 4))
        {
            throw new TorchValueException($"expected 4D input (got {input.NDim}D input)");
        }
    }
}
