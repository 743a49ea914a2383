namespace LibTorch.NN;

/// <summary>Batch normalisation of [batch, NumFeatures] or [batch, NumFeatures, length]; <c>torch.nn.BatchNorm1d</c>.</summary>
/// <inheritdoc cref="BatchNorm(long, double, double?, bool, bool, Device?, DType?)"/>
public sealed partial class BatchNorm1d(
    long numFeatures, double eps = 1e-5, double? momentum = 0.1, bool affine = true, bool trackRunningStats = true, Device? device = null, DType? dtype = null)
    : BatchNorm(numFeatures, eps, momentum, affine, trackRunningStats, device, dtype)
{
    private protected override void CheckDimensions(Tensor input)
    {
        if (!(input.NDim is 2 or 3))
        {
            throw new TorchValueException($"expected 2D or 3D input (got {input.NDim}D input)");
        }
    }
}
