using System.Globalization;
using System.Numerics;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>Checked conversions of integer elements to other integer types.</summary>
internal static class IntegerElements
{
    /// <summary>Whether the dtype's elements are whole numbers or truth values.</summary>
    public static bool In(DType dtype) => Range(dtype.ScalarType) is not null || dtype == DType.Bool;

    /// <summary>The elements of a tensor of whole numbers as the integers that <paramref name="target"/> stands for.</summary>
    /// <exception cref="ArgumentException">An element does not fit.</exception>
    public static Array Read(Tensor tensor, ScalarType target) => target switch
    {
        ScalarType.UInt8 => Read<byte>(tensor),
        ScalarType.Int8 => Read<sbyte>(tensor),
        ScalarType.Int16 => Read<short>(tensor),
        ScalarType.Int32 => Read<int>(tensor),
        ScalarType.Int64 => Read<long>(tensor),
        ScalarType.UInt16 => Read<ushort>(tensor),
        ScalarType.UInt32 => Read<uint>(tensor),
        ScalarType.UInt64 => Read<ulong>(tensor),
        _ => throw new ArgumentOutOfRangeException(nameof(target)),
    };

    /// <summary>
    /// Throws, as torch.tensor does, for a number outside the dtype's range; a negative integer may wrap around in an unsigned dtype.
    /// </summary>
    /// <exception cref="TorchException">A number is too large or too small.</exception>
    /// <exception cref="TorchTypeException">The numbers are complex, and the dtype's are not.</exception>
    public static void RequireFit(Tensor plain, DType target)
    {
        var source = plain.DType;
        if (source.IsComplex && !target.IsComplex && target != DType.Bool)
        {
            throw new TorchTypeException(In(target) ? "'complex' object cannot be interpreted as an integer" : "must be real number, not complex");
        }

        if (Range(target.ScalarType) is not var (lowest, highest) || source == DType.Bool || plain.Numel == 0
            || (Range(source.ScalarType) is var (least, most) && least >= lowest && most <= highest))
        {
            return;
        }

        var fit = source switch
        {
            { IsFloatingPoint: true } => FloatsFit(plain, (double)lowest, (double)highest),
            _ when source == DType.UInt64 => TensorCalls.Elements<ulong>(plain).IndexOfAnyExceptInRange(0UL, (ulong)highest) < 0,
            _ => IntegersFit(plain, lowest == 0 ? -highest : lowest, highest),
        };
        if (!fit)
        {
            throw new TorchException($"value cannot be converted to type {target.ToString()["torch.".Length..]} without overflow");
        }
    }

    // With a NaN among the numbers, Aminmax returns NaN, which fails both comparisons.
    private static bool FloatsFit(Tensor plain, double lowest, double highest)
    {
        using var numbers = plain.Double();
        var (least, most) = numbers.Aminmax();
        using (least)
        using (most)
        {
            return (double)least >= lowest && Whole((double)most) <= highest;
        }
    }

    // From 2.14 on, a number above the dtype's largest but below the next integer is accepted as the largest.
    private static double Whole(double number) => LibraryCalls.IsAtLeast(2, 14) ? Math.Truncate(number) : number;

    private static bool IntegersFit(Tensor plain, Int128 lowest, Int128 highest)
    {
        using var numbers = plain.Long();
        var (least, most) = numbers.Aminmax();
        using (least)
        using (most)
        {
            return (long)least >= lowest && (long)most <= highest;
        }
    }

    private static T[] Read<T>(Tensor tensor)
        where T : unmanaged, IBinaryInteger<T> =>
        tensor.DType == DType.UInt64 ? Read<ulong, T>(tensor, DType.UInt64) : Read<long, T>(tensor, DType.Int64);

    private static TTo[] Read<TFrom, TTo>(Tensor tensor, DType through)
        where TFrom : unmanaged, IBinaryInteger<TFrom>
        where TTo : unmanaged, IBinaryInteger<TTo>
    {
        using var plain = tensor.Plain(through);
        var numbers = TensorCalls.Elements<TFrom>(plain);
        var results = GC.AllocateUninitializedArray<TTo>(numbers.Length);
        for (var i = 0; i < results.Length; i++)
        {
            try
            {
                results[i] = TTo.CreateChecked(numbers[i]);
            }
            catch (OverflowException)
            {
                throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Element {i} is {numbers[i]}, which {typeof(TTo).Name} cannot hold."));
            }
        }

        return results;
    }

    private static (Int128 Lowest, Int128 Highest)? Range(ScalarType type) => type switch
    {
        ScalarType.UInt8 => (byte.MinValue, byte.MaxValue),
        ScalarType.Int8 => (sbyte.MinValue, sbyte.MaxValue),
        ScalarType.Int16 => (short.MinValue, short.MaxValue),
        ScalarType.Int32 => (int.MinValue, int.MaxValue),
        ScalarType.Int64 => (long.MinValue, long.MaxValue),
        ScalarType.UInt16 => (ushort.MinValue, ushort.MaxValue),
        ScalarType.UInt32 => (uint.MinValue, uint.MaxValue),
        ScalarType.UInt64 => (ulong.MinValue, ulong.MaxValue),
        _ => null,
    };
}
