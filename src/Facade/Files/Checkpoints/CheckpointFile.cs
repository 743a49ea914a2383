namespace LibTorch.Files.Checkpoints;

/// <summary>Reads a file of <c>torch.save</c>, in the zip format or the older format.</summary>
internal static class CheckpointFile
{
    /// <summary>The value in the file.</summary>
    /// <exception cref="TorchFileException">The file is damaged, or was not written by torch.save.</exception>
    public static object? Read(FileBytes file, MapLocation? mapLocation, bool isMapped)
    {
        var budget = new FileBudget(file.Length);
        if (file.Length == 0)
        {
            throw new TorchFileException("The file is empty.");
        }

        if (ZipArchiveReader.IsZip(file))
        {
            var checkpoint = new ZipCheckpoint(file, budget);
            return Restore(checkpoint.Root, file, checkpoint, mapLocation, isMapped);
        }

        var legacy = new LegacyCheckpoint(file, budget);
        return isMapped
            ? throw new TorchFileException("mmap can only be used with files in the format of PyTorch 1.6 or later; this one has the older format.")
            : Restore(legacy.Root, file, legacy, mapLocation, isMapped: false);
    }

    private static object? Restore(object? root, FileBytes file, IStorageRecords records, MapLocation? mapLocation, bool isMapped)
    {
        using var mode = Torch.NoGrad();
        using var storages = new LoadedStorages(file, records, mapLocation, isMapped);
        return new ValueRestorer(storages).Restore(root);
    }
}
