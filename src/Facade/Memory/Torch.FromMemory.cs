using System.Buffers;
using LibTorch.Interop;

namespace LibTorch;

public abstract partial class Torch
{
    /// <summary>
    /// A one-dimensional tensor on the memory itself, without a copy: writes to one are seen in the other; <c>torch.frombuffer</c> and
    /// <c>torch.from_numpy</c>.
    /// </summary>
    /// <param name="memory">
    /// The memory, which stays pinned as long as a tensor uses it, including views and other tensors with the same storage. Its owner must
    /// not let others use it before then, such as by returning it to a pool.
    /// </param>
    /// <param name="dtype">
    /// The dtype that the bytes are read as; that of <typeparamref name="T"/> unless given, such as <c>DType.BFloat16</c> for numbers of 16
    /// bits.
    /// </param>
    /// <param name="requiresGrad">Whether operations on it are recorded.</param>
    /// <exception cref="ArgumentException">
    /// The number of bytes is not a multiple of the element size, or the memory does not begin at such a multiple.
    /// </exception>
    /// <exception cref="NotSupportedException">There is no dtype for elements of this type, or this libtorch does not have it.</exception>
    public static Tensor FromMemory<T>(Memory<T> memory, DType? dtype = null, bool requiresGrad = false)
        where T : unmanaged
    {
        var target = dtype ?? DType.Of(typeof(T));
        return FromMemory(memory, [ElementType.CountOf<T>(memory.Length, target)], target, requiresGrad);
    }

    /// <summary>A tensor of this shape on the memory itself, in row-major order, without a copy; <c>torch.frombuffer</c> and <c>torch.from_numpy</c>.</summary>
    /// <param name="memory">
    /// The memory, which stays pinned as long as a tensor uses it, including views and other tensors with the same storage. Its owner must
    /// not let others use it before then, such as by returning it to a pool.
    /// </param>
    /// <param name="shape">The extent of each dimension.</param>
    /// <param name="dtype">The dtype that the bytes are read as; that of <typeparamref name="T"/> unless given.</param>
    /// <param name="requiresGrad">Whether operations on it are recorded.</param>
    /// <exception cref="ArgumentException">
    /// The memory does not have exactly the elements of this shape, or does not begin at a multiple of the element size.
    /// </exception>
    /// <exception cref="NotSupportedException">There is no dtype for elements of this type, or this libtorch does not have it.</exception>
    public static Tensor FromMemory<T>(Memory<T> memory, ReadOnlySpan<long> shape, DType? dtype = null, bool requiresGrad = false)
        where T : unmanaged
    {
        var target = dtype ?? DType.Of(typeof(T));
        ElementType.RequireHere(target.ScalarType);
        var count = ElementType.CountOf<T>(memory.Length, target);
        if (LibTorch.Size.Create(shape).Elements != count || shape.ContainsAnyInRange(long.MinValue, -1))
        {
            throw new ArgumentException($"The memory has {count} elements of {target}, which does not match the shape [{string.Join(", ", shape.ToArray())}].", nameof(shape));
        }

        return OnPinned(memory.Pin(), shape, target, requiresGrad);
    }

    /// <summary>A tensor of the array's rank on the array itself, without a copy; <c>torch.from_numpy</c>.</summary>
    /// <param name="array">
    /// An array of any rank, which stays pinned as long as a tensor uses it. An array of arrays is in several places of memory; <see
    /// cref="TypeNamedFunctions.Tensor(Array, DType?, Device?, bool)"/> copies it.
    /// </param>
    /// <param name="requiresGrad">Whether operations on it are recorded.</param>
    /// <exception cref="NotSupportedException">There is no dtype for elements of this type, or this libtorch does not have it.</exception>
    public static Tensor FromArray(Array array, bool requiresGrad = false)
    {
        ArgumentNullException.ThrowIfNull(array);
        var dtype = DType.Of(array.GetType().GetElementType()!);
        ElementType.RequireHere(dtype.ScalarType);
        var shape = new long[array.Rank];
        for (var i = 0; i < shape.Length; i++)
        {
            shape[i] = array.GetLongLength(i);
        }

        return OnPinned(PinnedMemory.Pin(array), shape, dtype, requiresGrad);
    }

    private static Tensor OnPinned(MemoryHandle pin, ReadOnlySpan<long> shape, DType dtype, bool requiresGrad)
    {
        PinnedMemory pinned = new(pin);
        if (!pinned.IsAligned(ElementType.BytesOf(dtype.ScalarType)))
        {
            pinned.Dispose();
            throw new ArgumentException($"The memory does not begin at a multiple of the {ElementType.BytesOf(dtype.ScalarType)} bytes that an element of {dtype} takes.");
        }

        var tensor = LibTorch.Tensor.Own(LentMemoryCalls.Tensor(pinned, shape, (int)dtype.ScalarType))!;
        try
        {
            return requiresGrad ? Recording(tensor) : tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }
}
