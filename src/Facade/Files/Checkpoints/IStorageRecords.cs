namespace LibTorch.Files.Checkpoints;

/// <summary>Where in a file the storages' bytes lie.</summary>
internal interface IStorageRecords
{
    /// <summary>Where the storage's bytes begin.</summary>
    /// <exception cref="TorchFileException">There is none of this name, or it has fewer bytes.</exception>
    public long Find(string key, long bytes);
}
