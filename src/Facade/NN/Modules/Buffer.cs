using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>
/// A tensor that belongs to a module's state and is not trained, such as a running mean; <c>torch.nn.Buffer</c>. It shares the memory of
/// the tensor that it is created from.
/// </summary>
[System.Text.Json.Serialization.JsonConverter(typeof(TensorJsonRefusal))]
public sealed class Buffer : MemberTensor
{
    /// <param name="data">The values.</param>
    /// <param name="persistent">Whether it is part of the module's <see cref="Module.StateDict"/>.</param>
    public Buffer(Tensor data, bool persistent = true)
        : base(Values(data)) => Persistent = persistent;

    private Buffer(TensorHandle handle)
        : base(handle)
    {
    }

    /// <summary>Whether it is part of the module's <see cref="Module.StateDict"/>.</summary>
    public bool Persistent { get; private init; } = true;

    /// <summary>The object that stands for a computed buffer in its module.</summary>
    internal static Buffer Computed(StandIn standIn) => new(TensorHandle.None) { StandIn = standIn };

    /// <summary>A buffer of a TorchScript module: the same tensor, not a copy.</summary>
    internal static Buffer Own(TensorHandle handle) => new(handle);

    /// <summary>Another object for the same tensor.</summary>
    internal static Buffer SameAs(Buffer buffer)
    {
        using var outside = new OutsideFrames();
        return new Buffer(TensorCalls.Again(buffer)) { Persistent = buffer.Persistent };
    }
}
