namespace LibTorch;

/// <summary>The two parts of a dual tensor; <c>torch.autograd.forward_ad.UnpackedDualTensor</c>.</summary>
/// <param name="Primal">The value, a view of the tensor.</param>
/// <param name="Tangent">The tangent, or null where there is none.</param>
public readonly record struct UnpackedDualTensor(Tensor Primal, Tensor? Tangent);
