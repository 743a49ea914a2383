using LibTorch.Interop;

namespace LibTorch;

/// <summary>Creates results without elements; helpers of the rules for the meta device.</summary>
internal static class MetaShapes
{
    /// <summary>A result with the tensor's shape and memory format.</summary>
    public static Tensor Like(Tensor tensor, DType? dtype = null) => tensor.EmptyLike(dtype: dtype ?? tensor.DType);

    /// <summary>A contiguous result.</summary>
    public static Tensor Empty(Tensor tensor, ReadOnlySpan<long> shape, DType? dtype = null) =>
        Torch.Empty(shape.ToArray(), dtype: dtype ?? tensor.DType, device: tensor.Device);

    /// <summary>Resizes a given out tensor to this shape.</summary>
    public static Tensor Into(Tensor result, IEnumerable<long> shape)
    {
        long[] wanted = [.. shape];
        return result.Shape.SequenceEqual(wanted) ? result : result.Resize_(wanted);
    }

    /// <summary>
    /// Resizes a given out tensor to this tensor's shape and, from libtorch 2.0 on, its strides, as TensorIterator's kernels do.
    /// </summary>
    public static Tensor IntoLike(Tensor result, Tensor tensor)
    {
        if (result.Shape == tensor.Shape)
        {
            return result;
        }

        var resized = result.Resize_(tensor.Shape.ToArray());
        return KeepsStrides ? resized.AsStrided_(tensor.Shape.ToArray(), tensor.Strides.ToArray()) : resized;
    }

    /// <summary>
    /// Whether Python's meta kernels give the strides of the real kernels: from 2.0 on. Those of 1.13 often give contiguous results.
    /// </summary>
    public static bool KeepsStrides => LibraryCalls.IsAtLeast(2, 0);

    /// <summary>The shape after the dimensions are reduced; all dimensions if none are given.</summary>
    /// <exception cref="TorchIndexException">There is no such dimension.</exception>
    public static long[] Reduced(Tensor tensor, long[] dims, bool keepDim)
    {
        var reduced = MaskedInput.Dimensions(dims, tensor.NDim);
        return keepDim
            ? [.. tensor.Shape.Select((extent, d) => reduced.Contains(d) ? 1 : extent)]
            : [.. tensor.Shape.Where((_, d) => !reduced.Contains(d))];
    }

    /// <summary>The real dtype of a complex dtype's parts; any other dtype unchanged.</summary>
    public static DType Real(DType dtype) => dtype.ScalarType switch
    {
        ScalarType.Complex32 => DType.Float16,
        ScalarType.Complex64 => DType.Float32,
        ScalarType.Complex128 => DType.Float64,
        _ => dtype,
    };

    /// <summary>The complex dtype whose parts have this dtype.</summary>
    public static DType Complex(DType dtype) => dtype.ScalarType switch
    {
        ScalarType.Float16 => DType.Complex32,
        ScalarType.Float64 => DType.Complex128,
        ScalarType.Float32 => DType.Complex64,
        _ => dtype,
    };

    /// <summary>The dtype, or the default dtype for an integer dtype.</summary>
    public static DType Floating(DType dtype) => dtype.IsFloatingPoint || dtype.IsComplex ? dtype : Torch.GetDefaultDType();

    /// <summary>The dtype of a sum: int64 for integers and bools.</summary>
    public static DType Summed(DType dtype) => dtype.IsFloatingPoint || dtype.IsComplex ? dtype : DType.Int64;

    /// <exception cref="TorchException">The condition is false.</exception>
    public static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new TorchException(message);
        }
    }
}
