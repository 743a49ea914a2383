using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LibTorch;

/// <summary>Makes a tensor of an array whose rank and element type are known only at run time.</summary>
internal static class ArrayReader
{
    /// <summary>
    /// Copies the array to a CPU tensor in the dtype of its element type. <paramref name="dtype"/>, to which the caller converts, matters
    /// only where libtorch lacks that dtype or the array is empty.
    /// </summary>
    public static Tensor Read(Array values, DType? dtype)
    {
        var element = values.GetType().GetElementType()!;
        return element.IsArray ? Nested(values, dtype) : Rectangular(values, element, dtype);
    }

    private static Tensor Rectangular(Array values, Type element, DType? dtype)
    {
        var shape = new long[values.Rank];
        for (var i = 0; i < shape.Length; i++)
        {
            shape[i] = values.GetLongLength(i);
        }

        return ElementType.ScalarTypeOf(element) switch
        {
            ScalarType.UInt8 => Read<byte>(values, shape, dtype),
            ScalarType.Int8 => Read<sbyte>(values, shape, dtype),
            ScalarType.Int16 => Read<short>(values, shape, dtype),
            ScalarType.Int32 => Read<int>(values, shape, dtype),
            ScalarType.Int64 => Read<long>(values, shape, dtype),
            ScalarType.Float16 => Read<Half>(values, shape, dtype),
            ScalarType.Float32 => Read<float>(values, shape, dtype),
            ScalarType.Float64 => Read<double>(values, shape, dtype),
            ScalarType.Complex128 => Read<Complex>(values, shape, dtype),
            ScalarType.Bool => Read<bool>(values, shape, dtype),
            ScalarType.UInt16 => Read<ushort>(values, shape, dtype),
            ScalarType.UInt32 => Read<uint>(values, shape, dtype),
            _ => Read<ulong>(values, shape, dtype),
        };
    }

    // .NET keeps arrays of any rank in row-major order without gaps, as a contiguous tensor is.
    private static Tensor Read<T>(Array values, long[] shape, DType? dtype)
        where T : unmanaged
    {
        ref var first = ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(values));
        return PlainTensor.Of(MemoryMarshal.CreateReadOnlySpan(ref first, values.Length), shape, dtype);
    }

    private static Tensor Nested(Array rows, DType? dtype)
    {
        var tensors = new Tensor[rows.Length];
        try
        {
            for (var i = 0; i < tensors.Length; i++)
            {
                tensors[i] = Read((Array?)rows.GetValue(i) ?? throw new ArgumentException($"Element {i} of the nested array is null."), dtype);
                if (tensors[i].Shape != tensors[0].Shape)
                {
                    throw new ArgumentException($"Nested arrays must agree in length: element {i} has shape {tensors[i].Shape}, element 0 {tensors[0].Shape}.");
                }
            }

            return tensors.Length > 0 ? Torch.Stack(tensors) : Torch.Empty([0], dtype: dtype ?? DType.Of(Innermost(rows)), device: Device.Cpu);
        }
        finally
        {
            foreach (var tensor in tensors)
            {
                tensor?.Dispose();
            }
        }
    }

    private static Type Innermost(Array rows)
    {
        var element = rows.GetType();
        while (element.IsArray)
        {
            element = element.GetElementType()!;
        }

        return element;
    }
}
