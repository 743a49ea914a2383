namespace LibTorch.NN;

/// <summary>Of the input, the linear layer's weight and its bias: which gradients are wanted, or they themselves.</summary>
internal readonly record struct ChunkGradients<T>(T Input, T Weight, T Bias);
