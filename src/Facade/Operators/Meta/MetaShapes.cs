using LibTorch.Interop;

namespace LibTorch;

/// <summary>Results without elements, and what rules for the device meta have in common.</summary>
internal static class MetaShapes
{
    /// <summary>A result with the tensor's shape and order of strides.</summary>
    public static Tensor Like(Tensor tensor, DType? dtype = null) => tensor.EmptyLike(dtype: dtype ?? tensor.DType);

    /// <summary>A contiguous result.</summary>
    public static Tensor Empty(Tensor tensor, ReadOnlySpan<long> shape, DType? dtype = null) =>
        Torch.Empty(shape.ToArray(), dtype: dtype ?? tensor.DType, device: tensor.Device);

    /// <summary>A result that was given, in this shape.</summary>
    public static Tensor Into(Tensor result, IEnumerable<long> shape)
    {
        long[] wanted = [.. shape];
        return result.Shape.SequenceEqual(wanted) ? result : result.Resize_(wanted);
    }

    /// <summary>A result that was given, in this tensor's shape and, from libtorch 2 on, with its strides, as kernels that go over their inputs at once resize it.</summary>
    public static Tensor IntoLike(Tensor result, Tensor tensor)
    {
        if (result.Shape == tensor.Shape)
        {
            return result;
        }

        var resized = result.Resize_(tensor.Shape.ToArray());
        return KeepsStrides ? resized.AsStrided_(tensor.Shape.ToArray(), tensor.Strides.ToArray()) : resized;
    }

    /// <summary>Whether the running libtorch's Python gives the strides of the real kernels, as it does from 2.0 on, where 1.13's often are contiguous.</summary>
    public static bool KeepsStrides => LibraryCalls.IsAtLeast(2, 0);

    /// <summary>What is left of a shape when dimensions are reduced, all where none are given.</summary>
    /// <exception cref="TorchIndexException">There is no such dimension.</exception>
    public static long[] Reduced(Tensor tensor, long[] dims, bool keepDim)
    {
        var reduced = MaskedInput.Dimensions(dims, tensor.NDim);
        return keepDim
            ? [.. tensor.Shape.Select((extent, d) => reduced.Contains(d) ? 1 : extent)]
            : [.. tensor.Shape.Where((_, d) => !reduced.Contains(d))];
    }

    /// <summary>The dtype of magnitudes.</summary>
    public static DType Real(DType dtype) => dtype.ScalarType switch
    {
        ScalarType.Complex32 => DType.Float16,
        ScalarType.Complex64 => DType.Float32,
        ScalarType.Complex128 => DType.Float64,
        _ => dtype,
    };

    /// <summary>The complex dtype of such parts.</summary>
    public static DType Complex(DType dtype) => dtype.ScalarType switch
    {
        ScalarType.Float16 => DType.Complex32,
        ScalarType.Float64 => DType.Complex128,
        ScalarType.Float32 => DType.Complex64,
        _ => dtype,
    };

    /// <summary>The dtype, or the default one in place of integers.</summary>
    public static DType Floating(DType dtype) => dtype.IsFloatingPoint || dtype.IsComplex ? dtype : Torch.GetDefaultDType();

    /// <summary>The dtype of a sum: int64 in place of integers.</summary>
    public static DType Summed(DType dtype) => dtype.IsFloatingPoint || dtype.IsComplex ? dtype : DType.Int64;

    /// <exception cref="TorchException">It is not so.</exception>
    public static void Require(bool condition, string message)
    {
        if (!condition)
        {
            throw new TorchException(message);
        }
    }
}
