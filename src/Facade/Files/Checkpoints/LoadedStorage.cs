namespace LibTorch.Files.Checkpoints;

/// <summary>A storage that was read from a file, and the dtype of its Python class; null for an untyped storage.</summary>
internal sealed record LoadedStorage(Storage Storage, DType? DType)
{
    /// <summary>Another object for the same storage, which the caller owns.</summary>
    public Storage Share()
    {
        using var bytes = StorageTensor.Of(Storage, LibTorch.DType.UInt8, 0, [0], [1]);
        return bytes.UntypedStorage();
    }
}
