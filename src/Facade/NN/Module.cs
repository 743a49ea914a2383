namespace LibTorch.NN;

/// <summary>A function of a tensor that a network is built of; <c>torch.nn.Module</c>.</summary>
public abstract class Module
{
    /// <summary>Applies the module; <c>module(x)</c>.</summary>
    public abstract Tensor Forward(Tensor input);
}
