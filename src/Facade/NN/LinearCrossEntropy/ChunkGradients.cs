namespace LibTorch.NN;

/// <summary>
/// A value for each of the input, the linear layer's weight and its bias: whether its gradient is wanted, or the gradient itself.
/// </summary>
internal readonly record struct ChunkGradients<T>(T Input, T Weight, T Bias);
