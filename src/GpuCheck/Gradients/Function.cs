namespace LibTorch.GpuCheck.Gradients;

/// <summary>Something to differentiate.</summary>
/// <param name="Name">What the result calls it.</param>
/// <param name="Inputs">The shapes of what it takes.</param>
/// <param name="Of">The function.</param>
internal sealed record Function(string Name, long[][] Inputs, Func<Tensor[], Tensor> Of);
