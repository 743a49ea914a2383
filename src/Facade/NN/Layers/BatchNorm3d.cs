namespace LibTorch.NN;

/// <summary>Batch normalisation of [batch, NumFeatures, depth, height, width]; <c>torch.nn.BatchNorm3d</c>.</summary>
/// <inheritdoc cref="BatchNorm(int[], long, double, double?, bool, bool, Device?, DType?)"/>
public sealed partial class BatchNorm3d(
    long numFeatures, double eps = 1e-5, double? momentum = 0.1, bool affine = true, bool trackRunningStats = true, Device? device = null, DType? dtype = null)
    : BatchNorm([5], numFeatures, eps, momentum, affine, trackRunningStats, device, dtype);
