namespace LibTorch;

/// <summary>The dtypes as constants, for <c>switch (x.DType.ScalarType)</c>; the numbers are c10's.</summary>
public enum ScalarType
{
    /// <summary><c>torch.uint8</c>.</summary>
    UInt8 = 0,

    /// <summary><c>torch.int8</c>.</summary>
    Int8 = 1,

    /// <summary><c>torch.int16</c>.</summary>
    Int16 = 2,

    /// <summary><c>torch.int32</c>.</summary>
    Int32 = 3,

    /// <summary><c>torch.int64</c>.</summary>
    Int64 = 4,

    /// <summary><c>torch.float16</c>.</summary>
    Float16 = 5,

    /// <summary><c>torch.float32</c>.</summary>
    Float32 = 6,

    /// <summary><c>torch.float64</c>.</summary>
    Float64 = 7,

    /// <summary><c>torch.complex32</c>.</summary>
    Complex32 = 8,

    /// <summary><c>torch.complex64</c>.</summary>
    Complex64 = 9,

    /// <summary><c>torch.complex128</c>.</summary>
    Complex128 = 10,

    /// <summary><c>torch.bool</c>.</summary>
    Bool = 11,

    /// <summary><c>torch.qint8</c>.</summary>
    QInt8 = 12,

    /// <summary><c>torch.quint8</c>.</summary>
    QUInt8 = 13,

    /// <summary><c>torch.qint32</c>.</summary>
    QInt32 = 14,

    /// <summary><c>torch.bfloat16</c>.</summary>
    BFloat16 = 15,

    /// <summary><c>torch.quint4x2</c>.</summary>
    QUInt4x2 = 16,

    /// <summary><c>torch.quint2x4</c>.</summary>
    QUInt2x4 = 17,

    /// <summary><c>torch.float8_e5m2</c>.</summary>
    Float8E5M2 = 23,

    /// <summary><c>torch.float8_e4m3fn</c>.</summary>
    Float8E4M3FN = 24,

    /// <summary><c>torch.uint16</c>.</summary>
    UInt16 = 27,

    /// <summary><c>torch.uint32</c>.</summary>
    UInt32 = 28,

    /// <summary><c>torch.uint64</c>.</summary>
    UInt64 = 29,

    /// <summary><c>torch.float8_e8m0fnu</c>.</summary>
    Float8E8M0FNU = 44,

    /// <summary><c>torch.float4_e2m1fn_x2</c>.</summary>
    Float4E2M1FNx2 = 45,
}
