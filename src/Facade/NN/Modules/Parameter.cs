using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>A leaf that modules list among what is trained; <c>torch.nn.Parameter</c>. It has the memory of the tensor that it is made of.</summary>
public sealed class Parameter : Tensor
{
    /// <param name="data">The values; a graph that they are part of is left behind.</param>
    /// <param name="requiresGrad">Whether operations on it are recorded.</param>
    /// <exception cref="TorchException">Its dtype has no gradients.</exception>
    public Parameter(Tensor data, bool requiresGrad = true)
        : base(Leaf(data)) => RequiresGrad_(requiresGrad);

    /// <summary>PyTorch's text: <c>Parameter containing:</c> and the tensor's.</summary>
    public override string ToString() => $"Parameter containing:\n{Text()}";

    private static TensorHandle Leaf(Tensor data)
    {
        ArgumentNullException.ThrowIfNull(data);

        // It lives as long as its module, which may be made in a scope.
        using var outside = new OutsideFrames();
        return TensorCalls.VariableData(data);
    }
}
