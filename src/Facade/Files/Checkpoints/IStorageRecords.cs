namespace LibTorch.Files.Checkpoints;

/// <summary>Finds the bytes of storages in a file.</summary>
internal interface IStorageRecords
{
    /// <summary>The offset of the storage's bytes in the file.</summary>
    /// <exception cref="TorchFileException">There is no storage of this name, or it has fewer bytes.</exception>
    public long Find(string key, long bytes);
}
