namespace LibTorch.Files.Pickling;

/// <summary>Python's names of the dtypes, and of the storage classes for each dtype.</summary>
internal static class StorageTypes
{
    private static readonly Dictionary<ScalarType, StorageType> _types = new()
    {
        [ScalarType.Float64] = Typed("DoubleStorage", 8),
        [ScalarType.Float32] = Typed("FloatStorage", 4),
        [ScalarType.Float16] = Typed("HalfStorage", 2),
        [ScalarType.BFloat16] = Typed("BFloat16Storage", 2),
        [ScalarType.Int64] = Typed("LongStorage", 8),
        [ScalarType.Int32] = Typed("IntStorage", 4),
        [ScalarType.Int16] = Typed("ShortStorage", 2),
        [ScalarType.Int8] = Typed("CharStorage", 1),
        [ScalarType.UInt8] = Typed("ByteStorage", 1),
        [ScalarType.Bool] = Typed("BoolStorage", 1),
        [ScalarType.Complex128] = Typed("ComplexDoubleStorage", 16),
        [ScalarType.Complex64] = Typed("ComplexFloatStorage", 8),
        [ScalarType.QInt8] = Typed("QInt8Storage", 1),
        [ScalarType.QUInt8] = Typed("QUInt8Storage", 1),
        [ScalarType.QInt32] = Typed("QInt32Storage", 4),
        [ScalarType.QUInt4x2] = Typed("QUInt4x2Storage", 1),
        [ScalarType.QUInt2x4] = Typed("QUInt2x4Storage", 1),
    };

    private static readonly Dictionary<string, ScalarType> _byName = _types.ToDictionary(type => type.Value.Name, type => type.Key);

    private static readonly Dictionary<string, ScalarType> _dtypes = Enum.GetValues<ScalarType>()
        .ToDictionary(type => NameOf(DType.Of((int)type)), type => type);

    /// <summary>The class of untyped storages.</summary>
    public static StorageType Untyped { get; } = new("torch.storage", "UntypedStorage", 1);

    /// <summary>The storage class for a dtype; null for newer dtypes, whose tensors are saved with an untyped storage.</summary>
    public static StorageType? Of(DType dtype) => _types.GetValueOrDefault(dtype.ScalarType);

    /// <summary>
    /// The dtype and element size of a storage class; a null dtype for untyped storages. False if there is no such class.
    /// </summary>
    public static bool TryFind(string module, string name, out DType? dtype, out int elementSize)
    {
        (dtype, elementSize) = (null, 1);
        if (module is "torch" or "torch.cuda" && _byName.TryGetValue(name, out var type))
        {
            (dtype, elementSize) = (DType.Of((int)type), _types[type].ElementSize);
            return true;
        }

        return module is "torch" or "torch.storage" && name is "UntypedStorage" or "_UntypedStorage";
    }

    /// <summary>The dtype's name in the module torch.</summary>
    /// <exception cref="TorchException">The dtype has no name that is known here.</exception>
    public static string NameOf(DType dtype) => dtype.ToString() is var text && !text.EndsWith(')')
        ? text["torch.".Length..]
        : throw new TorchException($"Python's name of {text} is not known.");

    /// <summary>The quantization scheme's name in the module torch.</summary>
    public static string NameOf(QScheme scheme) => scheme.TorchName()["torch.".Length..];

    /// <summary>The dtype of this name in the module torch; null for none.</summary>
    public static DType? Named(string name) => _dtypes.TryGetValue(name, out var type) ? DType.Of((int)type) : null;

    private static StorageType Typed(string name, int elementSize) => new("torch", name, elementSize);
}
