using LibTorch.Files.Pickling;
using LibTorch.Interop;

namespace LibTorch.Files.Checkpoints;

/// <summary>
/// Produces the same file as <c>torch.save</c> of the running release, piece by piece, so that writing needs little memory beyond the
/// tensors.
/// </summary>
internal static class CheckpointPieces
{
    /// <summary>The name of the archive's folder when writing to a stream.</summary>
    public const string StreamArchive = "archive";

    private const int MinBytesForTask = 1 << 20;

    /// <summary>The pieces of the file, which is a zip archive.</summary>
    /// <param name="value">The value to save.</param>
    /// <param name="archive">The name of the archive's folder.</param>
    public static IEnumerable<ReadOnlyMemory<byte>> Of(object? value, string archive)
    {
        using var storages = new SavedStorages();
        var pickle = Pickler.Pickle(value, storages);
        using var writer = ArchiveCalls.Create(archive);
        foreach (var (name, record) in Records(pickle))
        {
            var (head, tail) = ArchiveCalls.Add(writer, name, record.Span);
            yield return head;
            yield return record;
            yield return tail;
        }

        foreach (var piece in Storages(writer, [.. storages.Records]))
        {
            yield return piece;
        }

        yield return ArchiveCalls.Finish(writer);
    }

    /// <summary>The name that <c>torch.save</c> gives the archive's folder: the file's name without its extension.</summary>
    public static string ArchiveName(string path)
    {
        // Since 2.1, Python opens files with non-ASCII names itself, so libtorch does not know the name and uses the default.
        if (LibraryCalls.IsAtLeast(2, 1) && !System.Text.Ascii.IsValid(path))
        {
            return StreamArchive;
        }

        var name = path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
        var dot = name.LastIndexOf('.');
        name = dot < 0 ? name : name[..dot];

        // Python refuses to write a file such as ".pt".
        return name.Length == 0 ? StreamArchive : name;
    }

    // The records other than the storages, in the order in which each version writes them.
    private static IEnumerable<(string Name, ReadOnlyMemory<byte> Record)> Records(ReadOnlyMemory<byte> pickle)
    {
        yield return ("data.pkl", pickle);
        if (LibraryCalls.IsAtLeast(2, 7))
        {
            yield return (".format_version", "1"u8.ToArray());
            yield return (".storage_alignment", "64"u8.ToArray());
        }

        if (LibraryCalls.IsAtLeast(2, 1))
        {
            yield return ("byteorder", "little"u8.ToArray());
        }
    }

    // Computing a storage's checksum takes longer than writing the storage. So the record of the next storage is prepared on another
    // thread while the current one is written.
    private static IEnumerable<ReadOnlyMemory<byte>> Storages(ArchiveHandle writer, List<(string Key, Storage Storage)> records)
    {
        Task<StorageRecord>? next = null;
        try
        {
            for (var i = 0; i < records.Count; i++)
            {
                using var record = next is null ? Record(writer, records[i]) : next.GetAwaiter().GetResult();
                var following = i + 1;
                next = following < records.Count && records[following].Storage.ByteCount >= MinBytesForTask ? Task.Run(() => Record(writer, records[following])) : null;
                yield return record.Head;
                foreach (var piece in Of(record.Storage))
                {
                    yield return piece;
                }

                yield return record.Tail;
            }
        }
        finally
        {
            // If the writing was given up, wait for the task, which still uses the archive.
            next?.ContinueWith(task => task.IsCompletedSuccessfully ? task.Result : null, TaskScheduler.Default).GetAwaiter().GetResult()?.Dispose();
        }
    }

    private static StorageRecord Record(ArchiveHandle writer, (string Key, Storage Storage) record)
    {
        var copy = ToHost(record.Storage);
        var (head, tail) = ArchiveCalls.Add(writer, $"data/{record.Key}", copy ?? record.Storage);
        return new StorageRecord(copy ?? record.Storage, copy, head, tail);
    }

    private static Storage? ToHost(Storage storage)
    {
        if (storage.Device.Type == DeviceType.Cpu)
        {
            return null;
        }

        using var mode = Torch.NoGrad();
        using var there = StorageTensor.Of(storage, DType.UInt8, 0, [storage.ByteCount], [1]);
        using var here = there.Cpu();
        return here.UntypedStorage();
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Of(Storage storage)
    {
        for (var done = 0L; done < storage.ByteCount; done += Transfer.PieceBytes)
        {
            yield return new StorageMemory(storage, done, (int)Math.Min(Transfer.PieceBytes, storage.ByteCount - done)).Memory;
        }
    }
}
