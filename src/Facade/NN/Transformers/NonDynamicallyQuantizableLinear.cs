namespace LibTorch.NN;

/// <summary>The linear layer at the end of <see cref="MultiheadAttention"/>, which has a class of its own in PyTorch.</summary>
/// <param name="inFeatures">The number of input features.</param>
/// <param name="outFeatures">The number of output features.</param>
/// <param name="bias">Whether a bias is added.</param>
/// <param name="device">The parameters' device; the default device unless given.</param>
/// <param name="dtype">Their dtype; the default dtype unless given.</param>
public sealed partial class NonDynamicallyQuantizableLinear(long inFeatures, long outFeatures, bool bias = true, Device? device = null, DType? dtype = null)
    : Linear(inFeatures, outFeatures, bias, device, dtype);
