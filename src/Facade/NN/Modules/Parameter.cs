using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>
/// A leaf tensor that modules list among their trained parameters; <c>torch.nn.Parameter</c>. It shares the memory of the tensor that it is
/// created from.
/// </summary>
[System.Text.Json.Serialization.JsonConverter(typeof(TensorJsonRefusal))]
public sealed class Parameter : MemberTensor
{
    /// <param name="data">The values; they are detached from their graph.</param>
    /// <param name="requiresGrad">Whether operations on it are recorded.</param>
    /// <exception cref="TorchException">Its dtype has no gradients.</exception>
    public Parameter(Tensor data, bool requiresGrad = true)
        : base(Values(data)) => RequiresGrad_(requiresGrad);

    private Parameter(TensorHandle handle)
        : base(handle)
    {
    }

    /// <summary>PyTorch's text: <c>Parameter containing:</c> and the tensor's text. A computed parameter shows the tensor alone.</summary>
    public override string ToString() => StandIn is null ? $"Parameter containing:\n{Text()}" : base.ToString();

    /// <summary>The object that stands for a computed parameter in its module.</summary>
    internal static Parameter Computed(StandIn standIn) => new(TensorHandle.None) { StandIn = standIn };

    /// <summary>A parameter of a TorchScript module: the same tensor, not a copy.</summary>
    internal static Parameter Own(TensorHandle handle) => new(handle);

    /// <summary>Another object for the same leaf.</summary>
    internal static Parameter SameAs(Parameter parameter)
    {
        using var outside = new OutsideFrames();
        return new Parameter(TensorCalls.Again(parameter));
    }
}
