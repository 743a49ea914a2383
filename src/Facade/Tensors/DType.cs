using System.Globalization;
using System.Numerics;
using System.Text.Json.Serialization;

namespace LibTorch;

/// <summary>The type of a tensor's elements; <c>torch.dtype</c>.</summary>
[TypeFormatterSource(typeof(NotebookText), PreferredMimeTypes = [NotebookFormatter.PlainText])]
[JsonConverter(typeof(DTypeJsonConverter))]
public readonly partial record struct DType
{
    private DType(ScalarType scalarType) => ScalarType = scalarType;

    /// <summary><c>torch.uint8</c>: byte.</summary>
    public static DType UInt8 => new(ScalarType.UInt8);

    /// <summary><c>torch.int8</c>: sbyte.</summary>
    public static DType Int8 => new(ScalarType.Int8);

    /// <summary><c>torch.int16</c>: short.</summary>
    public static DType Int16 => new(ScalarType.Int16);

    /// <summary><c>torch.int32</c>: int.</summary>
    public static DType Int32 => new(ScalarType.Int32);

    /// <summary><c>torch.int64</c>: long.</summary>
    public static DType Int64 => new(ScalarType.Int64);

    /// <summary><c>torch.float16</c>: <see cref="System.Half"/>.</summary>
    public static DType Float16 => new(ScalarType.Float16);

    /// <summary><c>torch.bfloat16</c>, which .NET has no type for.</summary>
    public static DType BFloat16 => new(ScalarType.BFloat16);

    /// <summary><c>torch.float32</c>: float.</summary>
    public static DType Float32 => new(ScalarType.Float32);

    /// <summary><c>torch.float64</c>: double.</summary>
    public static DType Float64 => new(ScalarType.Float64);

    /// <summary><c>torch.complex32</c>: pairs of <see cref="System.Half"/>.</summary>
    public static DType Complex32 => new(ScalarType.Complex32);

    /// <summary><c>torch.complex64</c>: pairs of float.</summary>
    public static DType Complex64 => new(ScalarType.Complex64);

    /// <summary><c>torch.complex128</c>: <see cref="Complex"/>.</summary>
    public static DType Complex128 => new(ScalarType.Complex128);

    /// <summary><c>torch.bool</c>: bool.</summary>
    public static DType Bool => new(ScalarType.Bool);

    /// <summary><c>torch.uint16</c>: ushort; libtorch 2.3 and later.</summary>
    public static DType UInt16 => new(ScalarType.UInt16);

    /// <summary><c>torch.uint32</c>: uint; libtorch 2.3 and later.</summary>
    public static DType UInt32 => new(ScalarType.UInt32);

    /// <summary><c>torch.uint64</c>: ulong; libtorch 2.3 and later.</summary>
    public static DType UInt64 => new(ScalarType.UInt64);

    /// <summary><c>torch.float8_e5m2</c>: 8 bits, 5 of them the exponent's; libtorch 2.1 and later.</summary>
    public static DType Float8E5M2 => new(ScalarType.Float8E5M2);

    /// <summary><c>torch.float8_e4m3fn</c>: 8 bits, 4 of them the exponent's; libtorch 2.1 and later.</summary>
    public static DType Float8E4M3FN => new(ScalarType.Float8E4M3FN);

    /// <summary><c>torch.float8_e8m0fnu</c>: 8 bits of exponent; libtorch 2.7 and later.</summary>
    public static DType Float8E8M0FNU => new(ScalarType.Float8E8M0FNU);

    /// <summary><c>torch.float4_e2m1fn_x2</c>: two numbers of 4 bits in an element; libtorch 2.8 and later.</summary>
    public static DType Float4E2M1FNx2 => new(ScalarType.Float4E2M1FNx2);

    /// <summary><c>torch.qint8</c>: quantized, in 8 bits with a sign.</summary>
    public static DType QInt8 => new(ScalarType.QInt8);

    /// <summary><c>torch.quint8</c>: quantized, in 8 bits without a sign.</summary>
    public static DType QUInt8 => new(ScalarType.QUInt8);

    /// <summary><c>torch.qint32</c>: quantized, in 32 bits.</summary>
    public static DType QInt32 => new(ScalarType.QInt32);

    /// <summary>Whether it is a real floating point type; false for complex types.</summary>
    public bool IsFloatingPoint =>
        ScalarType is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64
            or ScalarType.Float8E5M2 or ScalarType.Float8E4M3FN or ScalarType.Float8E8M0FNU or ScalarType.Float4E2M1FNx2;

    /// <summary>Whether it is a complex type.</summary>
    public bool IsComplex => ScalarType is ScalarType.Complex32 or ScalarType.Complex64 or ScalarType.Complex128;

    /// <summary>The dtype as an enumeration value, for use in a <c>switch</c>.</summary>
    public ScalarType ScalarType { get; }

    /// <summary>PyTorch's name, such as <c>torch.float64</c>.</summary>
    public override string ToString() => ScalarType switch
    {
        ScalarType.Float8E5M2 => "torch.float8_e5m2",
        ScalarType.Float8E4M3FN => "torch.float8_e4m3fn",
        ScalarType.Float8E8M0FNU => "torch.float8_e8m0fnu",
        ScalarType.Float4E2M1FNx2 => "torch.float4_e2m1fn_x2",
        _ when Enum.IsDefined(ScalarType) => "torch." + ScalarType.ToString().ToLowerInvariant(),
        _ => string.Create(CultureInfo.InvariantCulture, $"torch.dtype({(int)ScalarType})"),
    };

    internal static DType Of(int number) => new((ScalarType)number);

    /// <summary>The dtype that the .NET type's values have.</summary>
    /// <exception cref="NotSupportedException">No dtype has this element type.</exception>
    internal static DType Of(Type type) => new(ElementType.ScalarTypeOf(type));
}
