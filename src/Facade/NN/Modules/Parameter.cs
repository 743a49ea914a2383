using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>A leaf that modules list among what is trained; <c>torch.nn.Parameter</c>. It has the memory of the tensor that it is made of.</summary>
[System.Text.Json.Serialization.JsonConverter(typeof(TensorJsonRefusal))]
public sealed class Parameter : MemberTensor
{
    /// <param name="data">The values; a graph that they are part of is left behind.</param>
    /// <param name="requiresGrad">Whether operations on it are recorded.</param>
    /// <exception cref="TorchException">Its dtype has no gradients.</exception>
    public Parameter(Tensor data, bool requiresGrad = true)
        : base(Values(data)) => RequiresGrad_(requiresGrad);

    private Parameter(TensorHandle handle)
        : base(handle)
    {
    }

    /// <summary>PyTorch's text: <c>Parameter containing:</c> and the tensor's. One that is computed is shown as the tensor that it is.</summary>
    public override string ToString() => StandIn is null ? $"Parameter containing:\n{Text()}" : base.ToString();

    /// <summary>What a module has in place of a parameter that is computed.</summary>
    internal static Parameter Computed(StandIn standIn) => new(TensorHandle.None) { StandIn = standIn };

    /// <summary>A parameter of TorchScript's, which is the very tensor.</summary>
    internal static Parameter Own(TensorHandle handle) => new(handle);

    /// <summary>Another object for the same leaf.</summary>
    internal static Parameter SameAs(Parameter parameter)
    {
        using var outside = new OutsideFrames();
        return new Parameter(TensorCalls.Again(parameter));
    }
}
