namespace LibTorch.GpuCheck.Gradients;

/// <summary>A function to differentiate.</summary>
/// <param name="Name">Its name in the result.</param>
/// <param name="Inputs">The shapes of its inputs.</param>
/// <param name="Of">The function.</param>
internal sealed record Function(string Name, long[][] Inputs, Func<Tensor[], Tensor> Of);
