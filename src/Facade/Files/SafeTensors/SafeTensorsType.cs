namespace LibTorch.Files;

/// <summary>An element type of the safetensors format.</summary>
/// <param name="Name">The name in the header.</param>
/// <param name="Bits">The size of an element in bits.</param>
/// <param name="DType">Torch's dtype; null if torch has no such dtype.</param>
/// <param name="Order">The reference library sorts tensors by this order, descending: the highest comes first in a file.</param>
internal sealed record SafeTensorsType(string Name, int Bits, DType? DType, int Order)
{
    private static readonly SafeTensorsType[] All =
    [
        new("BOOL", 8, LibTorch.DType.Bool, 0),
        new("F4", 4, LibTorch.DType.Float4E2M1FNx2, 1),
        new("F6_E2M3", 6, null, 2),
        new("F6_E3M2", 6, null, 3),
        new("U8", 8, LibTorch.DType.UInt8, 4),
        new("I8", 8, LibTorch.DType.Int8, 5),
        new("F8_E5M2", 8, LibTorch.DType.Float8E5M2, 6),
        new("F8_E4M3", 8, LibTorch.DType.Float8E4M3FN, 7),
        new("F8_E8M0", 8, LibTorch.DType.Float8E8M0FNU, 8),
        new("I16", 16, LibTorch.DType.Int16, 9),
        new("U16", 16, LibTorch.DType.UInt16, 10),
        new("F16", 16, LibTorch.DType.Float16, 11),
        new("BF16", 16, LibTorch.DType.BFloat16, 12),
        new("I32", 32, LibTorch.DType.Int32, 13),
        new("U32", 32, LibTorch.DType.UInt32, 14),
        new("F32", 32, LibTorch.DType.Float32, 15),
        new("C64", 64, LibTorch.DType.Complex64, 16),
        new("F64", 64, LibTorch.DType.Float64, 17),
        new("I64", 64, LibTorch.DType.Int64, 18),
        new("U64", 64, LibTorch.DType.UInt64, 19),
    ];

    private static readonly Dictionary<string, SafeTensorsType> ByName = All.ToDictionary(type => type.Name);
    private static readonly Dictionary<DType, SafeTensorsType> ByDType = All.Where(type => type.DType is not null).ToDictionary(type => type.DType!.Value);

    /// <summary>Whether torch packs two numbers of this type into one element.</summary>
    public bool IsPair => Bits == 4 && DType is not null;

    /// <summary>The type that a header names; null for none.</summary>
    public static SafeTensorsType? Named(string name) => ByName.GetValueOrDefault(name);

    /// <summary>The type for a dtype; null if the format has none.</summary>
    public static SafeTensorsType? Of(DType dtype) => ByDType.GetValueOrDefault(dtype);
}
