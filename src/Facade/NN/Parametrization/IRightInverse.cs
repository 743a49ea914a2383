namespace LibTorch.NN;

/// <summary>A parametrization that can compute the original for a given value; <c>right_inverse</c>.</summary>
/// <typeparam name="TOriginal">The parametrization's input: a tensor, or a tuple of two or three tensors.</typeparam>
public interface IRightInverse<TOriginal>
{
    /// <summary>The input for which the parametrization gives this value, or one near it.</summary>
    /// <exception cref="NotImplementedException">There is no inverse; registering the parametrization then uses the value itself as the
    /// original.</exception>
    public TOriginal RightInverse(Tensor value);
}
