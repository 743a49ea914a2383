using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using LibTorch.Interop;
using LibTorch.Jit;

namespace LibTorch;

/// <summary>Copies a span of values to a CPU tensor, which the caller then converts and moves.</summary>
internal static class PlainTensor
{
    private const int ElementsAtOnce = 1 << 24;

    /// <summary>The values in the dtype of their C# type or, where libtorch is too old for that dtype, in float64 or int64.</summary>
    /// <param name="values">As many as the shape has elements.</param>
    /// <param name="shape">The extent of each dimension.</param>
    /// <param name="dtype">The dtype to which the caller converts; null for the C# type's own.</param>
    /// <exception cref="NotSupportedException">No dtype has elements of this type, or none that this libtorch knows.</exception>
    public static Tensor Of<T>(ReadOnlySpan<T> values, ReadOnlySpan<long> shape, DType? dtype)
        where T : unmanaged
    {
        var own = ElementType.ScalarTypeOf(typeof(T));
        if (ElementType.IsHere(own))
        {
            return Copy(values, shape, own);
        }

        ElementType.RequireHere(dtype?.ScalarType ?? own);
        var wide = dtype is { IsFloatingPoint: true } or { IsComplex: true };
        return own switch
        {
            ScalarType.UInt16 => Widened(MemoryMarshal.Cast<T, ushort>(values), shape, wide),
            ScalarType.UInt32 => Widened(MemoryMarshal.Cast<T, uint>(values), shape, wide),
            _ => Widened(MemoryMarshal.Cast<T, ulong>(values), shape, wide),
        };
    }

    /// <summary>The same for values in several pieces of memory.</summary>
    public static Tensor Of<T>(ReadOnlySequence<T> values, ReadOnlySpan<long> shape, DType? dtype)
        where T : unmanaged
    {
        var own = ElementType.ScalarTypeOf(typeof(T));
        if (values.IsSingleSegment || !ElementType.IsHere(own))
        {
            return Of(values.IsSingleSegment ? values.FirstSpan : values.ToArray(), shape, dtype);
        }

        var plain = Empty(shape, own);
        var bytes = new TensorBytes(plain);
        long done = 0;
        foreach (var segment in values)
        {
            // Copied in pieces, because the segment's length in bytes may exceed the length that a span can have.
            for (var rest = segment.Span; !rest.IsEmpty; rest = rest[Math.Min(rest.Length, ElementsAtOnce)..])
            {
                var piece = MemoryMarshal.AsBytes(rest[..Math.Min(rest.Length, ElementsAtOnce)]);
                piece.CopyTo(bytes.At(done, piece.Length));
                done += piece.Length;
            }
        }

        return plain;
    }

    private static Tensor Widened<T>(ReadOnlySpan<T> values, ReadOnlySpan<long> shape, bool asDouble)
        where T : unmanaged, IBinaryInteger<T>
    {
        try
        {
            return asDouble ? Copy(Converted<T, double>(values), shape, ScalarType.Float64) : Copy(Converted<T, long>(values), shape, ScalarType.Int64);
        }
        catch (OverflowException)
        {
            throw Scalar.TooLarge();
        }
    }

    private static ReadOnlySpan<TTo> Converted<TFrom, TTo>(ReadOnlySpan<TFrom> values)
        where TFrom : INumberBase<TFrom>
        where TTo : INumberBase<TTo>
    {
        var converted = new TTo[values.Length];
        for (var i = 0; i < converted.Length; i++)
        {
            converted[i] = TTo.CreateChecked(values[i]);
        }

        return converted;
    }

    // A trace does not see what is written into the memory. So the tensor is not recorded either, and becomes a constant of the trace.
    private static Tensor Empty(ReadOnlySpan<long> shape, ScalarType type)
    {
        using var unrecorded = Tracing.Paused();
        return Torch.Empty(shape, dtype: DType.Of((int)type), device: Device.Cpu);
    }

    private static Tensor Copy<T>(ReadOnlySpan<T> values, ReadOnlySpan<long> shape, ScalarType type)
        where T : unmanaged
    {
        var plain = Empty(shape, type);
        values.CopyTo(TensorCalls.Elements<T>(plain));
        return plain;
    }
}
