namespace LibTorch.Optim;

/// <summary>What a scaler tells a fused kernel.</summary>
/// <param name="Scale">What the gradients are divided by; null where they are unscaled already.</param>
/// <param name="FoundInf">Not zero where a gradient is not finite, so that the kernel changes nothing.</param>
internal sealed record GradientScaling(Tensor? Scale, Tensor FoundInf);
