namespace LibTorch.Optim;

/// <summary>The arguments that a gradient scaler passes to a fused optimizer kernel.</summary>
/// <param name="Scale">The scale to divide the gradients by; null if they are already unscaled.</param>
/// <param name="FoundInf">Not zero if a gradient is not finite; the kernel then changes nothing.</param>
internal sealed record GradientScaling(Tensor? Scale, Tensor FoundInf);
