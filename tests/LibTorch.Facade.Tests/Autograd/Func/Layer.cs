namespace LibTorch.Tests.Func;

/// <summary>A record of tensors, as a model's parameters come in.</summary>
public sealed record Layer(Tensor Weight, Tensor Bias);
