using System.IO.Compression;
using LibTorch.Files;

namespace LibTorch;

/// <summary>An open npz file: arrays by name, each read when it is asked for; what <c>numpy.load</c> gives for one.</summary>
#pragma warning disable CA1710 // numpy's name.
public sealed class NpzFile : TensorsByName
{
    // No deflated byte stands for more than this many.
    private const long MostPacked = 1032;
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

    /// <summary>An array, read anew each time; <c>npz[name]</c>.</summary>
    /// <inheritdoc cref="Read" path="/exception"/>
    public override Tensor this[string key] => Read(key);

    /// <summary>Reads an array; <c>npz[name]</c>.</summary>
    /// <param name="name">With or without <c>.npy</c> at its end.</param>
    /// <param name="progress">Told how many bytes of the array have been read.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="KeyNotFoundException">There is none of this name.</exception>
    /// <exception cref="TorchFileException">It is no array of numbers, it is damaged, or it has more bytes than were allowed.</exception>
    /// <exception cref="NotSupportedException">The running libtorch has no such dtype.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
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

        if (entry.Length / MostPacked > entry.CompressedLength)
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
    /// <remarks>A file's arrays are read one after the other: nobody else may read one meanwhile.</remarks>
    public Task<Tensor> ReadAsync(string name, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Read(name, progress, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public override bool ContainsKey(string key) => Find(key) is not null;

    // The stream is this object's where it was opened by its path.
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

    // What .NET's reader says of a damaged file comes in several kinds.
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
