using LibTorch.Files.Pickling;

namespace LibTorch.Files.Checkpoints;

/// <summary>A file of <c>torch.save</c> since PyTorch 1.6: a zip archive with a pickle, and a member for each storage.</summary>
internal sealed class ZipCheckpoint : IStorageRecords
{
    private const string PickleName = "data.pkl";
    private readonly Dictionary<string, ZipMember> _members;
    private readonly string _folder;

    /// <exception cref="TorchFileException">The archive is damaged, or was not written by torch.save.</exception>
    public ZipCheckpoint(FileBytes file, FileBudget budget)
    {
        _members = ZipArchiveReader.Members(file, budget);
        var pickle = _members.Keys.FirstOrDefault(name => name.EndsWith("/" + PickleName, StringComparison.Ordinal));
        _folder = pickle?[..^PickleName.Length] ?? throw new TorchFileException(
            $"The file is a zip archive, but was not written by torch.save: none of its {_members.Count} members is {PickleName}.");
        if (_members.ContainsKey(_folder + "constants.pkl"))
        {
            throw new TorchFileException("The file is a TorchScript archive, a program with its weights, and was not written by torch.save. Torch.Jit.Load reads it.");
        }

        if (_members.FirstOrDefault(member => member.Value.IsDeflated).Key is { } packed)
        {
            throw ZipArchiveReader.Packed(packed);
        }

        CheckByteOrder(file);
        var (begin, size) = _members[pickle];
        Root = new Unpickler(new PickleReader(file, begin, begin + size), budget, AllowedGlobals.Contains).Read();
    }

    /// <summary>The value as the pickle describes it.</summary>
    public object? Root { get; }

    /// <inheritdoc/>
    public long Find(string key, long bytes)
    {
        if (!_members.TryGetValue($"{_folder}data/{key}", out var member))
        {
            throw new TorchFileException($"The file has no member for the storage '{key}'.");
        }

        return bytes <= member.Bytes ? member.Offset : throw new TorchFileException($"The storage '{key}' has {member.Bytes} bytes in the file, where {bytes} were expected.");
    }

    private void CheckByteOrder(FileBytes file)
    {
        if (_members.TryGetValue(_folder + "byteorder", out var order) && (order.Bytes != 6 || !file.Read(order.Offset, 6).AsSpan().SequenceEqual("little"u8)))
        {
            throw new TorchFileException("The file's numbers are big-endian; only little-endian ones can be read.");
        }
    }
}
