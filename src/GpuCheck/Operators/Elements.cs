using System.Runtime.InteropServices;

namespace LibTorch.GpuCheck.Operators;

/// <summary>Compares tensors' elements as bytes.</summary>
internal static class Elements
{
    /// <summary>A device tensor's elements, in order.</summary>
    public static byte[] Of(Tensor tensor)
    {
        using TensorScope scope = new();
        // A gradient may be a zero tensor without memory.
        var real = (bool)Torch.Ops["aten::_is_zerotensor"].Invoke(tensor)[0]! ? Torch.Zeros([.. tensor.Shape], dtype: tensor.DType) : tensor.Detach();
        var plain = real.ResolveConj().ResolveNeg().Cpu().Contiguous();

        // A single element may have any stride, and viewing as bytes requires stride 1.
        return plain.Numel == 0 ? [] : plain.AsStrided([plain.Numel], [1]).View(DType.UInt8).ToArray<byte>();
    }

    /// <summary>Whether two tensors are the same bit for bit; any nan equals any nan.</summary>
    public static bool AreSame(DType dtype, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        if (expected.SequenceEqual(actual))
        {
            return true;
        }

        var (ours, theirs) = (Numbers(dtype, actual), Numbers(dtype, expected));
        return ours.Length > 0 && ours.Length == theirs.Length
            && ours.Zip(theirs).All(pair => BitConverter.DoubleToInt64Bits(pair.First) == BitConverter.DoubleToInt64Bits(pair.Second) || (double.IsNaN(pair.First) && double.IsNaN(pair.Second)));
    }

    /// <summary>The largest difference, infinite if it cannot be expressed as a number, and the largest expected element.</summary>
    public static (double Apart, double Largest) Distance(DType dtype, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> actual)
    {
        var (ours, theirs) = (Numbers(dtype, actual), Numbers(dtype, expected));
        if (ours.Length == 0 || ours.Length != theirs.Length)
        {
            return (double.PositiveInfinity, 0);
        }

        double apart = 0, largest = 0;
        for (var i = 0; i < ours.Length; i++)
        {
            var same = ours[i].Equals(theirs[i]);
            var distance = same ? 0 : Math.Abs(ours[i] - theirs[i]);
            apart = Math.Max(apart, double.IsNaN(distance) ? double.PositiveInfinity : distance);
            largest = double.IsFinite(theirs[i]) ? Math.Max(largest, Math.Abs(theirs[i])) : largest;
        }

        return (apart, largest);
    }

    /// <summary>The machine epsilon of a dtype; 0 for integers.</summary>
    public static double Epsilon(DType dtype) =>
        dtype == DType.Float64 || dtype == DType.Complex128 ? double.BitIncrement(1) - 1
        : dtype == DType.Float32 || dtype == DType.Complex64 ? MathF.BitIncrement(1) - 1
        : dtype == DType.Float16 || dtype == DType.Complex32 ? 1.0 / 1024
        : dtype == DType.BFloat16 ? 1.0 / 128
        : 0;

    // The elements of floating point dtypes, with a complex number's parts one after the other; empty for integers.
    private static double[] Numbers(DType dtype, ReadOnlySpan<byte> bytes) =>
        dtype == DType.Float64 || dtype == DType.Complex128 ? MemoryMarshal.Cast<byte, double>(bytes).ToArray()
        : dtype == DType.Float32 || dtype == DType.Complex64 ? Array.ConvertAll(MemoryMarshal.Cast<byte, float>(bytes).ToArray(), number => (double)number)
        : dtype == DType.Float16 || dtype == DType.Complex32 ? Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(bytes).ToArray(), number => (double)number)
        : dtype == DType.BFloat16 ? Array.ConvertAll(MemoryMarshal.Cast<byte, ushort>(bytes).ToArray(), number => (double)BitConverter.UInt32BitsToSingle((uint)number << 16))
        : [];
}
