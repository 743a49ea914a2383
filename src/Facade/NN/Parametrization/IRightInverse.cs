namespace LibTorch.NN;

/// <summary>What a parametrization is that can say what it has to be given to give a value; <c>right_inverse</c>.</summary>
/// <typeparam name="TOriginal">What the parametrization takes: a tensor, or a tuple of two or three tensors.</typeparam>
public interface IRightInverse<TOriginal>
{
    /// <summary>What the parametrization is to be given to give this value, or one near it.</summary>
    /// <exception cref="NotImplementedException">It cannot say; when the parametrization is registered, the value itself is taken then.</exception>
    public TOriginal RightInverse(Tensor value);
}
