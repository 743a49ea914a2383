namespace LibTorch.NN;

/// <summary>Scales elements along a dimension so that they lie in (0, 1) and sum to 1; <c>torch.nn.Softmax</c>.</summary>
/// <param name="dim">The dimension along which the sum is 1.</param>
public sealed class Softmax(long dim) : Module
{
    /// <summary>The dimension along which the sum is 1.</summary>
    public long Dim { get; } = dim;

    /// <summary>A tensor of the input's shape.</summary>
    /// <exception cref="TorchIndexException">There is no such dimension.</exception>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Softmax(Dim);
    }

    /// <summary>PyTorch's text: <c>Softmax(dim=1)</c>.</summary>
    public override string ToString() => $"Softmax(dim={Dim})";
}
