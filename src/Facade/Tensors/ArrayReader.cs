using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LibTorch;

/// <summary>Makes a tensor of an array whose rank and element type are known only at run time.</summary>
internal static class ArrayReader
{
    public static Tensor Read(Array values)
    {
        var element = values.GetType().GetElementType()!;
        return element.IsArray ? Nested(values) : Rectangular(values, element);
    }

    private static Tensor Rectangular(Array values, Type element)
    {
        var shape = new long[values.Rank];
        for (var i = 0; i < shape.Length; i++)
        {
            shape[i] = values.GetLongLength(i);
        }

        return ElementType.ScalarTypeOf(element) switch
        {
            ScalarType.UInt8 => Read<byte>(values, shape),
            ScalarType.Int8 => Read<sbyte>(values, shape),
            ScalarType.Int16 => Read<short>(values, shape),
            ScalarType.Int32 => Read<int>(values, shape),
            ScalarType.Int64 => Read<long>(values, shape),
            ScalarType.Float16 => Read<Half>(values, shape),
            ScalarType.Float32 => Read<float>(values, shape),
            ScalarType.Float64 => Read<double>(values, shape),
            ScalarType.Complex128 => Read<Complex>(values, shape),
            ScalarType.Bool => Read<bool>(values, shape),
            ScalarType.UInt16 => Read<ushort>(values, shape),
            ScalarType.UInt32 => Read<uint>(values, shape),
            _ => Read<ulong>(values, shape),
        };
    }

    // .NET keeps arrays of any rank in row-major order without gaps, as a contiguous tensor is.
    private static Tensor Read<T>(Array values, long[] shape)
        where T : unmanaged
    {
        ref var first = ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(values));
        return Torch.Tensor(MemoryMarshal.CreateReadOnlySpan(ref first, values.Length), (ReadOnlySpan<long>)shape, device: Device.Cpu);
    }

    private static Tensor Nested(Array rows)
    {
        var tensors = new Tensor[rows.Length];
        try
        {
            for (var i = 0; i < tensors.Length; i++)
            {
                tensors[i] = Torch.Tensor((Array?)rows.GetValue(i) ?? throw new ArgumentException($"Element {i} of the nested array is null."), device: Device.Cpu);
                if (tensors[i].Shape != tensors[0].Shape)
                {
                    throw new ArgumentException($"Nested arrays must agree in length: element {i} has shape {tensors[i].Shape}, element 0 {tensors[0].Shape}.");
                }
            }

            return tensors.Length > 0 ? Torch.Stack(tensors) : Torch.Empty([0], device: Device.Cpu);
        }
        finally
        {
            foreach (var tensor in tensors)
            {
                tensor?.Dispose();
            }
        }
    }
}
