namespace LibTorch;

/// <summary>How far two numbers may be apart: Rtol times the expected number, plus Atol.</summary>
internal readonly record struct Tolerances(double Rtol, double Atol)
{
    /// <summary>Whether the numbers have to be equal.</summary>
    public bool IsEquality => Rtol == 0 && Atol == 0;

    /// <summary>PyTorch's default tolerances for the dtype.</summary>
    public static Tolerances Of(DType dtype) => dtype.ScalarType switch
    {
        ScalarType.Float16 or ScalarType.Complex32 => new(1e-3, 1e-5),
        ScalarType.BFloat16 => new(1.6e-2, 1e-5),
        ScalarType.Float32 or ScalarType.Complex64 => new(1.3e-6, 1e-5),
        ScalarType.QUInt8 or ScalarType.QUInt2x4 or ScalarType.QUInt4x2 or ScalarType.QInt8 or ScalarType.QInt32 => new(1.3e-6, 1e-5),
        ScalarType.Float64 or ScalarType.Complex128 => new(1e-7, 1e-7),
        _ => default,
    };
}
