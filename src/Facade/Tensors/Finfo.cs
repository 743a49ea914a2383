using System.Globalization;

namespace LibTorch;

/// <summary>
/// The range and precision of a floating point dtype; <c>torch.finfo</c>, made by <see cref="Torch.Finfo"/>. Complex dtypes have the
/// numbers of their parts.
/// </summary>
public sealed record Finfo
{
    private Finfo(DType dtype, int bits, double eps, double max, double smallestNormal, double resolution) =>
        (DType, Bits, Eps, Max, SmallestNormal, Resolution) = (dtype, bits, eps, max, smallestNormal, resolution);

    /// <summary>The dtype; for a complex dtype, that of its real and imaginary parts.</summary>
    public DType DType { get; }

    /// <summary>How many bits a number has.</summary>
    public int Bits { get; }

    /// <summary>The step from 1 to the next larger number.</summary>
    public double Eps { get; }

    /// <summary>The largest finite number.</summary>
    public double Max { get; }

    /// <summary>The smallest finite number, which is negative.</summary>
    public double Min => -Max;

    /// <summary>The smallest positive normal number.</summary>
    public double SmallestNormal { get; }

    /// <summary>The older name of <see cref="SmallestNormal"/>.</summary>
    public double Tiny => SmallestNormal;

    /// <summary>The decimal resolution: one unit of the last decimal digit that every number keeps.</summary>
    public double Resolution { get; }

    /// <summary>PyTorch's text, with six digits.</summary>
    public override string ToString() =>
        $"finfo(resolution={Digits(Resolution)}, min={Digits(Min)}, max={Digits(Max)}, eps={Digits(Eps)}, "
        + $"smallest_normal={Digits(SmallestNormal)}, tiny={Digits(Tiny)}, dtype={DType.ToString()["torch.".Length..]})";

    internal static Finfo Of(DType dtype) => dtype.ScalarType switch
    {
        ScalarType.Float64 or ScalarType.Complex128 => new(DType.Float64, 64, Math.ScaleB(1, -52), double.MaxValue, Math.ScaleB(1, -1022), 1e-15),
        ScalarType.Float32 or ScalarType.Complex64 => new(DType.Float32, 32, Math.ScaleB(1, -23), float.MaxValue, Math.ScaleB(1, -126), 1e-6),
        ScalarType.Float16 or ScalarType.Complex32 => new(DType.Float16, 16, Math.ScaleB(1, -10), 65504, Math.ScaleB(1, -14), 1e-3),
        ScalarType.BFloat16 => new(dtype, 16, Math.ScaleB(1, -7), Math.ScaleB(255, 120), Math.ScaleB(1, -126), 1e-2),
        ScalarType.Float8E5M2 => new(dtype, 8, Math.ScaleB(1, -2), 57344, Math.ScaleB(1, -14), 1),
        ScalarType.Float8E4M3FN => new(dtype, 8, Math.ScaleB(1, -3), 448, Math.ScaleB(1, -6), 1),
        _ => throw new TorchTypeException("torch.finfo() requires a floating point input type. Use torch.iinfo to handle 'torch.finfo'"),
    };

    /// <summary>Whether it is an 8-bit float dtype, for which libtorch has no arithmetic.</summary>
    internal static bool IsEightBits(DType dtype) => dtype.ScalarType is ScalarType.Float8E5M2 or ScalarType.Float8E4M3FN;

    // Numbers as C++ streams write them: .NET's "g6" switches to the exponent form at the same magnitudes.
    internal static string Digits(double value) => value.ToString("g6", CultureInfo.InvariantCulture);
}
