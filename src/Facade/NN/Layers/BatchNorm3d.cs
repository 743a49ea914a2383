namespace LibTorch.NN;

/// <summary>Batch normalisation of [batch, NumFeatures, depth, height, width]; <c>torch.nn.BatchNorm3d</c>.</summary>
/// <inheritdoc cref="BatchNorm(long, double, double?, bool, bool, Device?, DType?)"/>
public sealed partial class BatchNorm3d(
    long numFeatures, double eps = 1e-5, double? momentum = 0.1, bool affine = true, bool trackRunningStats = true, Device? device = null, DType? dtype = null)
    : BatchNorm(numFeatures, eps, momentum, affine, trackRunningStats, device, dtype)
{
    private protected override void CheckDimensions(Tensor input)
    {
        if (!(input.NDim == 5))
        {
            throw new TorchValueException($"expected 5D input (got {input.NDim}D input)");
        }
    }
}
