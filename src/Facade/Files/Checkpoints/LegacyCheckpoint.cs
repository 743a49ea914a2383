using System.Numerics;
using LibTorch.Files.Pickling;

namespace LibTorch.Files.Checkpoints;

/// <summary>A file of <c>torch.save</c> before PyTorch 1.6: several pickles, followed by the storages.</summary>
internal sealed class LegacyCheckpoint : IStorageRecords
{
    private const long ProtocolVersion = 1001;
    private static readonly BigInteger _magicNumber = BigInteger.Parse("119547037146038801333356", null);
    private readonly Dictionary<string, (long Place, long Bytes)> _storages = [];
    private readonly FileBytes _file;
    private readonly FileBudget _budget;
    private long _place;

    /// <exception cref="TorchFileException">The file is damaged, or was not written by torch.save.</exception>
    public LegacyCheckpoint(FileBytes file, FileBudget budget)
    {
        (_file, _budget) = (file, budget);
        if (Next(out _) is not BigInteger magic || magic != _magicNumber)
        {
            throw new TorchFileException("The file was not written by torch.save: it is not a zip archive and does not begin with PyTorch's magic number.");
        }

        if (Next(out _) is not ProtocolVersion)
        {
            throw new TorchFileException($"The file has an unknown version of PyTorch's old format; only version {ProtocolVersion} can be read.");
        }

        CheckSystem(Next(out _));
        Root = Next(out var references);
        FindStorages(Next(out _), references);
    }

    /// <summary>The value as the pickle describes it.</summary>
    public object? Root { get; }

    /// <inheritdoc/>
    public long Find(string key, long bytes)
    {
        if (!_storages.TryGetValue(key, out var storage))
        {
            throw new TorchFileException($"The file does not have the storage '{key}'.");
        }

        return bytes <= storage.Bytes ? storage.Place : throw new TorchFileException($"The storage '{key}' has {storage.Bytes} bytes in the file, where {bytes} were expected.");
    }

    private object? Next(out List<PickledReference> references)
    {
        var reader = new PickleReader(_file, _place, _file.Length);
        var unpickler = new Unpickler(reader, _budget, AllowedGlobals.Contains);
        var value = unpickler.Read();
        references = unpickler.References;
        _place = reader.Position;
        return value;
    }

    private static void CheckSystem(object? system)
    {
        if (system is not PickledDict { Entries: var entries } || entries.IndexOf("little_endian") is not (>= 0 and var place) || entries[place + 1] is not true)
        {
            throw new TorchFileException("The file's numbers are big-endian; only little-endian ones can be read.");
        }
    }

    // Each storage is preceded by its number of elements; the size of an element follows from the storage's class in the pickle.
    private void FindStorages(object? keys, List<PickledReference> references)
    {
        if (keys is not List<object?> names)
        {
            throw new TorchFileException("The file does not say which storages it has.");
        }

        var known = new Dictionary<string, StorageKey>();
        foreach (var reference in references)
        {
            var key = StorageKey.Of(reference);
            known.TryAdd(key.Key, key);
        }

        foreach (var name in names)
        {
            if (name is not string key || !known.TryGetValue(key, out var storage) || _storages.ContainsKey(key))
            {
                throw new TorchFileException($"The file has a storage '{name}' that its pickle does not refer to, or has it twice.");
            }

            var count = new PickleReader(_file, _place, _file.Length).Int64();
            _place += sizeof(long);
            if (count != storage.Bytes / storage.ElementSize || storage.Bytes > _file.Length - _place)
            {
                throw new TorchFileException($"The file has {count} elements and {_file.Length - _place} bytes of the storage '{key}', where {storage.Bytes} bytes were expected.");
            }

            _storages.Add(key, (_place, storage.Bytes));
            _place += storage.Bytes;
        }
    }
}
