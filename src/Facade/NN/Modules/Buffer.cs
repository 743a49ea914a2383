using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>A tensor that belongs to a module's state and is not trained, such as a running mean; <c>torch.nn.Buffer</c>. It has the memory of the tensor that it is made of.</summary>
public sealed class Buffer : Tensor
{
    /// <param name="data">The values.</param>
    /// <param name="persistent">Whether it is part of the module's <see cref="Module.StateDict"/>.</param>
    public Buffer(Tensor data, bool persistent = true)
        : base(Values(data)) => Persistent = persistent;

    /// <summary>Whether it is part of the module's <see cref="Module.StateDict"/>.</summary>
    public bool Persistent { get; }

    private static TensorHandle Values(Tensor data)
    {
        ArgumentNullException.ThrowIfNull(data);

        // It lives as long as its module, which may be made in a scope.
        using var outside = new OutsideFrames();
        return TensorCalls.VariableData(data);
    }
}
