using System.IO.Compression;
using LibTorch.Files;

namespace LibTorch;

/// <summary>
/// An open npz file with arrays by name. Each array is read when it is accessed; the result of <c>numpy.load</c> for npz files.
/// </summary>
#pragma warning disable CA1710 // numpy's name.
public sealed class NpzFile : TensorsByName
{
    // The maximum compression ratio of deflate. An entry that claims a higher one is malicious or damaged.
    private const long MaxCompressionRatio = 1032;
    private const string Extension = ".npy";

    private readonly OrderedDictionary<string, ZipArchiveEntry> _entries = [];
    private readonly Stream _stream;
    private readonly bool _ownsStream;
    private readonly ZipArchive _archive;
    private readonly string _name;
    private readonly long _maxBytes;

    internal NpzFile(Stream stream, bool ownsStream, long maxBytes)
    {
        (_stream, _ownsStream, _maxBytes, _name) = (stream, ownsStream, maxBytes, FileReader.NameOf(stream));
        try
        {
            _archive = Guarded(_name, () => new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true));
            foreach (var entry in Guarded(_name, () => _archive.Entries))
            {
                var name = entry.FullName.EndsWith(Extension, StringComparison.Ordinal) ? entry.FullName[..^Extension.Length] : entry.FullName;
                if (!_entries.TryAdd(name, entry))
                {
                    throw new TorchFileException($"{_name} has two arrays named '{FileText.Short(name)}'.");
                }
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The arrays' names; <c>npz.files</c>.</summary>
    public override IEnumerable<string> Keys => _entries.Keys;

    /// <summary>The number of arrays.</summary>
    public override int Count => _entries.Count;

    /// <summary>An array, which is read from the file at each access; <c>npz[name]</c>.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    public override Tensor this[string key] => Read(key);

    /// <summary>Reads an array; <c>npz[name]</c>.</summary>
    /// <param name="name">The array's name, with or without the ending <c>.npy</c>.</param>
    /// <param name="progress">Receives the number of bytes of the array read so far.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="KeyNotFoundException">There is no array of this name.</exception>
    /// <exception cref="TorchFileException">
    /// The elements are not numbers, the array is damaged, or it has more bytes than were allowed.
    /// </exception>
    /// <exception cref="NotSupportedException">The running libtorch has no such dtype.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The file was closed.</exception>
    public Tensor Read(string name, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        var entry = Find(name) ?? throw new KeyNotFoundException($"{_name} has no array named '{name}'.");
        var what = $"{_name}, '{FileText.Short(entry.FullName)}'";
        if (entry.Length > _maxBytes)
        {
            throw new TorchFileException($"{what}, takes {entry.Length} bytes when it is unpacked, and {_maxBytes} were allowed.");
        }

        if (entry.Length / MaxCompressionRatio > entry.CompressedLength)
        {
            throw new TorchFileException($"{what}, claims to have {entry.Length} bytes when it is unpacked, which {entry.CompressedLength} compressed bytes cannot contain.");
        }

        return Guarded(what, () =>
        {
            using var unpacked = entry.Open();
            using var content = new CrcStream(unpacked);
            var reader = new FileReader(content, what, new Transfer(progress, cancellationToken), entry.Length);
            var header = NpyHeader.Read(reader);
            if (reader.Left != header.ByteCount)
            {
                throw new TorchFileException($"{what}, has an array of {header.ByteCount} bytes, and {reader.Left} follow its header.");
            }

            var tensor = NpyReader.Read(reader, header);
            if (content.Crc != entry.Crc32)
            {
                tensor.Dispose();
                throw new TorchFileException($"{what}, is damaged: its checksum is {content.Crc:x8}, and should be {entry.Crc32:x8}.");
            }

            return tensor;
        });
    }

    /// <inheritdoc cref="Read"/>
    /// <remarks>Only one array of a file can be read at a time: do not start another read before this one has ended.</remarks>
    public Task<Tensor> ReadAsync(string name, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Read(name, progress, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override bool ContainsKey(string key) => Find(key) is not null;

    // The stream belongs to this object if the file was opened by its path.
    private protected override void Close()
    {
        _archive?.Dispose();
        if (_ownsStream)
        {
            _stream.Dispose();
        }
    }

    private ZipArchiveEntry? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return _entries.TryGetValue(name, out var entry) || (name.EndsWith(Extension, StringComparison.Ordinal) && _entries.TryGetValue(name[..^Extension.Length], out entry)) ? entry : null;
    }

    // .NET's zip reader throws several types of exceptions for damaged files; all of them become a TorchFileException.
    private static T Guarded<T>(string what, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or ArgumentException or OverflowException or IndexOutOfRangeException)
        {
            throw new TorchFileException($"{what} cannot be read as a zip file: {error.Message}", error);
        }
    }
}
