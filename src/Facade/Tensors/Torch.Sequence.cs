using System.Buffers;

namespace LibTorch;

/// <summary>Tensors from values in several pieces of memory.</summary>
public abstract partial class TypeNamedFunctions
{
    /// <summary>A vector of a sequence's values, such as those that a pipe has read; <c>torch.tensor</c>. The dtype is the C# type's unless given.</summary>
    /// <exception cref="NotSupportedException">No dtype has elements of this type, or none that this libtorch knows.</exception>
    /// <exception cref="TorchException">A number is too large or too small for the dtype.</exception>
    public static Tensor Tensor<T>(ReadOnlySequence<T> values, DType? dtype = null, Device? device = null, bool requiresGrad = false)
        where T : unmanaged => Tensor(values, [values.Length], dtype, device, requiresGrad);

    /// <summary>A tensor of the shape with a sequence's values in row-major order; <c>torch.tensor</c>. The dtype is the C# type's unless given.</summary>
    /// <exception cref="ArgumentException">The shape has not as many elements as there are values.</exception>
    /// <exception cref="NotSupportedException">No dtype has elements of this type, or none that this libtorch knows.</exception>
    /// <exception cref="TorchException">A number is too large or too small for the dtype.</exception>
    public static Tensor Tensor<T>(
        ReadOnlySequence<T> values, ReadOnlySpan<long> shape, DType? dtype = null, Device? device = null, bool requiresGrad = false)
        where T : unmanaged
    {
        RequireElements(shape, values.Length, nameof(values));
        using var plain = PlainTensor.Of(values, shape, dtype);
        return Placed(plain, dtype, device, requiresGrad);
    }

    // Every overload that takes a shape with its values checks their number here.
    private static void RequireElements(ReadOnlySpan<long> shape, long values, string name)
    {
        var elements = LibTorch.Size.Create(shape).Elements;
        if (elements != values)
        {
            throw new ArgumentException($"A tensor of shape [{string.Join(", ", shape.ToArray())}] has {elements} elements, but {values} values were given.", name);
        }
    }
}
