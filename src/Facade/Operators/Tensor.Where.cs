namespace LibTorch;

/// <summary>Where as a method: the operator's first argument is the condition, not this tensor.</summary>
public partial class Tensor
{
    /// <summary>The elements where the condition holds, the other's elsewhere; <c>x.where(condition, other)</c>.</summary>
    /// <exception cref="TorchException">The shapes cannot be broadcast together.</exception>
    public Tensor Where(Tensor condition, Tensor other) => Torch.Where(condition, this, other);

    /// <summary>The elements where the condition holds, the number elsewhere; <c>x.where(condition, 0)</c>.</summary>
    /// <exception cref="TorchException">The shapes cannot be broadcast together.</exception>
    public Tensor Where(Tensor condition, Scalar other) => Torch.Where(condition, this, other);
}
