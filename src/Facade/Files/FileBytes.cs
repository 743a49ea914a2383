using LibTorch.Interop;
using Microsoft.Win32.SafeHandles;

namespace LibTorch.Files;

/// <summary>
/// Random access to the bytes of a file, or of a stream from its current position on. Reports progress and never reads beyond the end.
/// </summary>
internal sealed class FileBytes : IByteSource, IDisposable
{
    private readonly Stream _stream;
    private readonly SafeFileHandle? _handle;
    private readonly bool _isOwned;
    private readonly long _begin;
    private readonly Transfer _transfer;

    /// <summary>Opens a file.</summary>
    public FileBytes(string path, Transfer transfer)
        : this(Opened(path), transfer)
    {
        _isOwned = true;
        _handle = ((FileStream)_stream).SafeFileHandle;
    }

    /// <summary>Uses a stream from its current position on.</summary>
    /// <exception cref="ArgumentException">The stream cannot be read, or cannot seek.</exception>
    public FileBytes(Stream stream, Transfer transfer)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanRead || !stream.CanSeek)
        {
            throw new ArgumentException("The stream must be readable and seekable. Copy another one into a MemoryStream first.", nameof(stream));
        }

        (_stream, _transfer) = (stream, transfer);
        _begin = stream.Position;
        Length = Math.Max(stream.Length - _begin, 0);
    }

    /// <summary>The number of bytes.</summary>
    public long Length { get; }

    /// <summary>Maps the file into memory; only for objects that opened a file, not for those of a stream.</summary>
    public MappedMemory Map() => new((FileStream)_stream, Length);

    /// <summary>Fills the span with the bytes from the offset on.</summary>
    /// <exception cref="TorchFileException">The file has fewer bytes.</exception>
    /// <exception cref="OperationCanceledException">The reading was cancelled.</exception>
    public void Read(long offset, Span<byte> bytes)
    {
        if (offset < 0 || offset > Length - bytes.Length)
        {
            throw new TorchFileException($"The file ends after {Length} bytes, where {bytes.Length} bytes from {offset} on were expected.");
        }

        while (bytes.Length > 0)
        {
            var piece = bytes[..Math.Min(Transfer.PieceBytes, bytes.Length)];
            ReadPiece(offset, piece);
            offset += piece.Length;
            bytes = bytes[piece.Length..];
            _transfer.Moved(piece.Length);
        }
    }

    /// <summary>The bytes from the offset on as an array.</summary>
    /// <exception cref="TorchFileException">The file has fewer bytes, or there are too many for an array.</exception>
    public byte[] Read(long offset, long count)
    {
        if (count > Length - offset || count > Array.MaxLength)
        {
            throw new TorchFileException($"The file has {Length} bytes, where {count} bytes from {offset} on were expected.");
        }

        var bytes = GC.AllocateUninitializedArray<byte>((int)count);
        Read(offset, bytes);
        return bytes;
    }

    public void Dispose()
    {
        if (_isOwned)
        {
            _stream.Dispose();
        }
    }

    private static FileStream Opened(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        if (file.CanSeek)
        {
            return file;
        }

        file.Dispose();
        throw new ArgumentException($"'{path}' is a pipe or the like, which is not seekable.", nameof(path));
    }

    private void ReadPiece(long offset, Span<byte> piece)
    {
        for (var done = 0; done < piece.Length;)
        {
            int count;
            if (_handle is not null)
            {
                count = RandomAccess.Read(_handle, piece[done..], offset + done);
            }
            else
            {
                _stream.Position = _begin + offset + done;
                count = _stream.Read(piece[done..]);
            }

            done += count > 0 ? count : throw new TorchFileException($"The file ended at byte {offset + done}, though it had {Length} bytes when it was opened.");
        }
    }
}
