namespace LibTorch.Files;

/// <summary>An element type that numpy and torch both have.</summary>
/// <param name="Code">numpy's code without the mark for the byte order, such as <c>f4</c>.</param>
/// <param name="DType">The dtype.</param>
/// <param name="Part">The size in bytes of the numbers in an element; a complex element has two of them.</param>
internal sealed record NpyType(string Code, DType DType, int Part)
{
    private static readonly NpyType[] All =
    [
        new("b1", DType.Bool, 1),
        new("u1", DType.UInt8, 1),
        new("i1", DType.Int8, 1),
        new("i2", DType.Int16, 2),
        new("i4", DType.Int32, 4),
        new("i8", DType.Int64, 8),
        new("u2", DType.UInt16, 2),
        new("u4", DType.UInt32, 4),
        new("u8", DType.UInt64, 8),
        new("f2", DType.Float16, 2),
        new("f4", DType.Float32, 4),
        new("f8", DType.Float64, 8),
        new("c8", DType.Complex64, 4),
        new("c16", DType.Complex128, 8),
    ];

    /// <summary>
    /// numpy's description of the type in little-endian byte order, such as <c>&lt;f4</c>; <c>|</c> marks types of a single byte.
    /// </summary>
    public string Description => (Part == 1 ? "|" : "<") + Code;

    /// <summary>
    /// Parses numpy's description of a type: the type, and whether its byte order differs from this machine's; null if torch has no such
    /// type.
    /// </summary>
    public static (NpyType Type, bool IsSwapped)? Described(string description)
    {
        if (description.Length == 0)
        {
            return null;
        }

        var mark = description[0];
        var code = mark is '<' or '>' or '|' or '=' ? description[1..] : description;
        var type = code == "?" ? All[0] : Array.Find(All, type => type.Code == code);
        return type is null || (mark == '|' && type.Part > 1) ? null : (type, mark == '>' && type.Part > 1);
    }

    /// <exception cref="TorchTypeException">numpy has no such type.</exception>
    public static NpyType Of(DType dtype) =>
        Array.Find(All, type => type.DType == dtype) ?? throw new TorchTypeException($"numpy has no type for the elements of {dtype}; convert with To first.");
}
