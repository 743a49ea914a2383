namespace LibTorch.NN;

/// <summary>
/// The function between a transformer layer's two linear layers: by name, <c>activation: "gelu"</c>, a module, <c>activation: new SiLU()</c>,
/// or any function, <c>activation: new(x => x.Tanh())</c>.
/// </summary>
public sealed class Activation
{
    private readonly Func<Tensor, Tensor> _function;

    /// <param name="function">Any function of a tensor.</param>
    public Activation(Func<Tensor, Tensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        _function = function;
    }

    private Activation(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        (IsRelu, IsGelu) = (name == "relu", name == "gelu");
        _function = IsRelu ? Relu : IsGelu ? Gelu : throw new TorchException($"activation should be relu/gelu, not {name}");
    }

    private Activation(Module<Tensor, Tensor> module)
    {
        (Module, _function) = (module, module);
        (IsRelu, IsGelu) = (module is ReLU, module is GELU);
    }

    /// <summary>The module, if a module was given; it becomes a member of the layer.</summary>
    internal Module<Tensor, Tensor>? Module { get; }

    /// <summary>Whether libtorch's fused layer supports it as ReLU.</summary>
    internal bool IsRelu { get; }

    /// <summary>Whether libtorch's fused layer supports it as GELU.</summary>
    internal bool IsGelu { get; }

    /// <summary>The function of this name: <c>relu</c> or <c>gelu</c>.</summary>
    /// <exception cref="TorchException">It is neither.</exception>
    public static implicit operator Activation(string name) => new(name);

    /// <summary>A module.</summary>
    public static implicit operator Activation(Module<Tensor, Tensor> module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return new(module);
    }

    /// <summary>Applies the layer's current module, which may have been replaced, or the function if there is no module.</summary>
    internal Tensor Apply(Module<Tensor, Tensor>? module, Tensor input) => module is null ? _function(input) : module.Call(input);

    private static Tensor Relu(Tensor input) => Functional.Relu(input);

    private static Tensor Gelu(Tensor input) => Functional.Gelu(input);
}
