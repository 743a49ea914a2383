using LibTorch.Interop;

namespace LibTorch;

/// <summary>
/// The place in the graph where a tensor's gradient is computed. It can be used instead of the tensor, and does not keep the tensor's
/// memory alive; <c>torch.autograd.graph.GradientEdge</c>.
/// </summary>
/// <param name="Node">The node that the gradient goes into; it keeps the graph behind it alive.</param>
/// <param name="OutputNr">Which of the operation's outputs the gradient is of.</param>
public sealed record GradientEdge(Node Node, long OutputNr)
{
    /// <summary>The node that the gradient goes into; it keeps the graph behind it alive.</summary>
    /// <exception cref="ArgumentNullException">The node is null.</exception>
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
