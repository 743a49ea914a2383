using System.Numerics.Tensors;

namespace LibTorch;

/// <summary>Conversions of tensors to System.Numerics.Tensors, and back.</summary>
/// <remarks>System.Numerics.Tensors has no 0-dim tensors: a 0-dim tensor becomes a vector of one element.</remarks>
public static class NumericsTensors
{
    /// <summary>The elements in place, in the tensor's shape. Keep the tensor alive while the span is used.</summary>
    /// <exception cref="InvalidOperationException">The tensor is not a contiguous one in the host's memory.</exception>
    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the dtype's type.</exception>
    public static TensorSpan<T> AsTensorSpan<T>(this Tensor tensor)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var elements = tensor.AsSpan<T>();

        // TensorSpan rejects an empty span without memory for any shape, but accepts an empty array.
        return elements.IsEmpty ? new TensorSpan<T>(Array.Empty<T>(), Lengths(tensor), []) : new TensorSpan<T>(elements, Lengths(tensor), []);
    }

    /// <summary>A copy of the elements, from any device and layout, in the tensor's shape.</summary>
    /// <exception cref="ArgumentException">The dtype's values are not of the kind of <typeparamref name="T"/>, or an integer does not fit it.</exception>
    public static Tensor<T> ToNumericsTensor<T>(this Tensor tensor)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return System.Numerics.Tensors.Tensor.Create(tensor.ToArray<T>(), Lengths(tensor));
    }

    /// <summary>A tensor that shares the memory, without a copy: changes of one are visible in the other.</summary>
    /// <param name="tensor">Pinned as long as a tensor shares its memory.</param>
    /// <exception cref="ArgumentException">Its elements have gaps between them, or are not in row-major order; <see cref="ToTorch{T}(Tensor{T})"/> copies them.</exception>
    /// <exception cref="NotSupportedException">No dtype has elements of this type, or none that this libtorch knows.</exception>
    public static Tensor AsTorch<T>(this Tensor<T> tensor)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor.IsDense
            ? Torch.FromMemory(new TensorMemory<T>(tensor).Memory, Shape(tensor.Lengths))
            : throw new ArgumentException("The tensor's elements have gaps between them; ToTorch copies them.", nameof(tensor));
    }

    /// <summary>A tensor with a copy of the elements; <c>torch.tensor</c>.</summary>
    /// <exception cref="NotSupportedException">No dtype has elements of this type, or none that this libtorch knows.</exception>
    public static Tensor ToTorch<T>(this Tensor<T> tensor)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(tensor);
        return tensor.AsReadOnlyTensorSpan().ToTorch();
    }

    /// <summary>A tensor with a copy of the elements; <c>torch.tensor</c>.</summary>
    /// <exception cref="NotSupportedException">No dtype has elements of this type, or none that this libtorch knows.</exception>
    public static Tensor ToTorch<T>(this scoped in ReadOnlyTensorSpan<T> span)
        where T : unmanaged
    {
        var values = new T[checked((int)span.FlattenedLength)];
        span.FlattenTo(values);
        return Torch.Tensor<T>(values, Shape(span.Lengths));
    }

    private static nint[] Lengths(Tensor tensor) => tensor.NDim == 0 ? [1] : [.. tensor.Shape.Select(extent => checked((nint)extent))];

    private static long[] Shape(ReadOnlySpan<nint> lengths)
    {
        var shape = new long[lengths.Length];
        for (var i = 0; i < shape.Length; i++)
        {
            shape[i] = lengths[i];
        }

        return shape;
    }
}
