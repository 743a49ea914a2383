using LibTorch.Interop;

namespace LibTorch;

/// <summary>Where in the graph a gradient is computed; stands for the tensor without keeping its elements; <c>torch.autograd.graph.GradientEdge</c>.</summary>
/// <param name="Node">The node that the gradient goes into; it keeps the graph behind it alive.</param>
/// <param name="OutputNr">Which of the operation's outputs the gradient is of.</param>
public sealed record GradientEdge(Node Node, long OutputNr)
{
    /// <summary>The node that the gradient goes into; it keeps the graph behind it alive.</summary>
    /// <exception cref="ArgumentNullException">There is none.</exception>
    public Node Node { get; init; } = Node ?? throw new ArgumentNullException(nameof(Node));

    /// <summary>The tensor's edge, as <see cref="Torch.Autograd.Graph.GetGradientEdge"/> gives it.</summary>
    /// <exception cref="TorchException">The tensor does not require grad.</exception>
    public static implicit operator GradientEdge(Tensor tensor) => Torch.Autograd.Graph.GetGradientEdge(tensor);

    // A tensor of the shape, dtype and device that the gradient must have.
    internal Tensor Sample()
    {
        var zeros = EdgeCalls.Zeros(Node, OutputNr);
        return Tensor.Own(zeros)!.RequiresGrad_();
    }
}
