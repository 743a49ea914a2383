namespace LibTorch;

/// <summary>c10's numbers of the dtypes.</summary>
internal enum ScalarType
{
    UInt8 = 0,
    Int8 = 1,
    Int16 = 2,
    Int32 = 3,
    Int64 = 4,
    Float16 = 5,
    Float32 = 6,
    Float64 = 7,
    Complex32 = 8,
    Complex64 = 9,
    Complex128 = 10,
    Bool = 11,
    QInt8 = 12,
    QUInt8 = 13,
    QInt32 = 14,
    BFloat16 = 15,
    QUInt4x2 = 16,
    QUInt2x4 = 17,
    Float8E5M2 = 23,
    Float8E4M3FN = 24,
    UInt16 = 27,
    UInt32 = 28,
    UInt64 = 29,
    Float8E8M0FNU = 44,
    Float4E2M1FNx2 = 45,
}
