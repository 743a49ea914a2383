using LibTorch.Interop;

namespace LibTorch.Files;

/// <summary>Reads a stream sequentially from its current position, with a clear error message if the stream ends too soon.</summary>
internal sealed class FileReader
{
    private readonly Stream _stream;
    private readonly Transfer _transfer;
    private readonly long? _length;

    /// <param name="stream">The stream. It is read forwards only; the caller closes it.</param>
    /// <param name="name">The stream's name in error messages.</param>
    /// <param name="transfer">Receives the progress.</param>
    /// <param name="length">The number of bytes, if the stream itself does not know it.</param>
    public FileReader(Stream stream, string name, Transfer transfer, long? length = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        if (!stream.CanRead)
        {
            throw new ArgumentException("The stream cannot be read from.", nameof(stream));
        }

        (_stream, Name, _transfer) = (stream, name, transfer);
        _length = length ?? (stream.CanSeek ? stream.Length - stream.Position : null);
    }

    /// <summary>The stream's name in error messages.</summary>
    public string Name { get; }

    /// <summary>How many bytes have been read.</summary>
    public long Position { get; private set; }

    /// <summary>How many bytes are left; null if the length is unknown.</summary>
    public long? Left => _length - Position;

    /// <summary>Opens a file for sequential reading.</summary>
    public static FileStream Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
    }

    /// <summary>The name of a stream in error messages.</summary>
    public static string NameOf(Stream stream) => stream is FileStream { Name.Length: > 0 } file ? file.Name : "the stream";

    /// <exception cref="TorchFileException">The stream has fewer bytes.</exception>
    public byte[] ReadBytes(int count, string what)
    {
        RequireLeft(count, what);
        var bytes = new byte[count];
        Fill(bytes, what);
        return bytes;
    }

    /// <summary>Reads enough bytes to fill the span.</summary>
    /// <exception cref="TorchFileException">The stream has fewer bytes.</exception>
    public void ReadInto(Span<byte> bytes, string what)
    {
        RequireLeft(bytes.Length, what);
        Fill(bytes, what);
    }

    /// <summary>
    /// Reads enough bytes to fill the tensor, which must be contiguous, in CPU memory, and not yet visible to other code.
    /// </summary>
    /// <exception cref="TorchFileException">The stream has fewer bytes.</exception>
    public void ReadInto(Tensor tensor, string what)
    {
        var bytes = new TensorBytes(tensor);
        RequireLeft(bytes.Length, what);
        bytes.ExpectToBeFilled();
        for (long done = 0; done < bytes.Length;)
        {
            var piece = bytes.At(done, Transfer.PieceBytes);
            Fill(piece, what);
            done += piece.Length;
        }

        GC.KeepAlive(tensor);
    }

    /// <summary>Throws if the stream is too short, before any memory is allocated for the data.</summary>
    /// <exception cref="TorchFileException">The stream has fewer bytes.</exception>
    public void RequireLeft(long count, string what)
    {
        if (Left is { } left && left < count)
        {
            throw TooShort(what, count, left);
        }
    }

    /// <summary>Whether the stream is at its end.</summary>
    public bool IsAtEnd() => Left is { } left ? left == 0 : _stream.ReadByte() < 0;

    private void Fill(Span<byte> bytes, string what)
    {
        var read = 0;
        while (read < bytes.Length)
        {
            var more = _stream.Read(bytes[read..]);
            if (more <= 0)
            {
                throw TooShort(what, bytes.Length, read);
            }

            read += more;
        }

        Position += read;
        _transfer.Moved(read);
    }

    private TorchFileException TooShort(string what, long expected, long found) =>
        new($"{Name} is cut short: {what} takes {expected} bytes from position {Position} on, and there are {found}.");
}
