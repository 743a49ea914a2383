using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>Normalisation by the root of the mean of squares.</summary>
public static partial class Functional
{
    /// <summary>
    /// Divides by the root of the mean of squares over the last dimensions; <c>torch.nn.functional.rms_norm</c>. It also works where
    /// libtorch has no operator for it.
    /// </summary>
    /// <param name="input">The tensor to normalise.</param>
    /// <param name="normalizedShape">The extents of the last dimensions.</param>
    /// <param name="weight">The scale that is applied afterwards, of the normalised shape.</param>
    /// <param name="eps">Added to the mean of squares; unless given, the machine epsilon of the dtype that is computed in.</param>
    /// <exception cref="TorchException">The last dimensions are not of the normalised shape.</exception>
    public static Tensor RmsNorm(Tensor input, IntList normalizedShape, Tensor? weight = null, double? eps = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (LibraryCalls.IsAtLeast(2, 6))
        {
            return Torch.RmsNorm(input, normalizedShape, weight, eps);
        }

        var extents = normalizedShape.Repeated(1);
        RequireNormalisedShape(input.Shape, extents, weight);

        // As in libtorch 2.14, half precision is computed in float32.
        var wide = input.DType == DType.Float16 || input.DType == DType.BFloat16 ? input.To(DType.Float32) : input;
        var added = eps ?? (wide.DType == DType.Float64 ? double.BitIncrement(1) - 1 : MathF.BitIncrement(1) - 1);
        long[] dimensions = [.. Enumerable.Range(1, extents.Length).Select(i => (long)-i)];
        var result = wide.Mul(wide.Pow(2).Mean(dimensions, keepDim: true).Add(added).Rsqrt());
        return (weight is null ? result : result.Mul(weight)).To(input.DType);
    }

    private static void RequireNormalisedShape(Size input, long[] extents, Tensor? weight)
    {
        if (extents.Length == 0)
        {
            throw new TorchException("Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one element, but got normalized_shape = []");
        }

        if (weight is not null && !weight.Shape.SequenceEqual(extents))
        {
            throw new TorchException(
                $"Expected weight to be of same shape as normalized_shape, but got weight of shape {PythonText.List(weight.Shape)} and normalized_shape = {PythonText.List(extents)}");
        }

        if (!input.TakeLast(extents.Length).SequenceEqual(extents))
        {
            throw new TorchException(
                $"Given normalized_shape={PythonText.List(extents)}, expected input with shape [*, {string.Join(", ", extents)}], but got input of size{PythonText.List(input)}");
        }
    }
}
