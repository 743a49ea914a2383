using LibTorch.Onnx.Protos;

namespace LibTorch.Onnx;

/// <summary>ONNX's types of elements.</summary>
internal static class OnnxType
{
    private const int String = 8;

    /// <summary>The type of a weight's elements.</summary>
    /// <exception cref="TorchFileException">PyTorch has no such type.</exception>
    public static DType Of(Weight weight) => weight.DataType switch
    {
        1 => DType.Float32,
        2 => DType.UInt8,
        3 => DType.Int8,
        4 => DType.UInt16,
        5 => DType.Int16,
        6 => DType.Int32,
        7 => DType.Int64,
        9 => DType.Bool,
        10 => DType.Float16,
        11 => DType.Float64,
        12 => DType.UInt32,
        13 => DType.UInt64,
        14 => DType.Complex64,
        15 => DType.Complex128,
        16 => DType.BFloat16,
        17 => DType.Float8E4M3FN,
        19 => DType.Float8E5M2,
        String => throw OnnxTensor.Damaged(weight, "has texts, which no tensor can have"),
        var other => throw OnnxTensor.Damaged(weight, $"has elements of type {other}, which PyTorch has not"),
    };

    /// <summary>The bytes of an element.</summary>
    public static int SizeOf(DType dtype) =>
        dtype == DType.Complex128 ? 16
        : dtype == DType.Float64 || dtype == DType.Int64 || dtype == DType.UInt64 || dtype == DType.Complex64 ? 8
        : dtype == DType.Float32 || dtype == DType.Int32 || dtype == DType.UInt32 ? 4
        : dtype == DType.Float16 || dtype == DType.BFloat16 || dtype == DType.Int16 || dtype == DType.UInt16 ? 2
        : 1;
}
