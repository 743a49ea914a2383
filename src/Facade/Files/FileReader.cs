using LibTorch.Interop;

namespace LibTorch.Files;

/// <summary>Reads a stream from where it stands, with a message of its own where the stream ends too soon.</summary>
internal sealed class FileReader
{
    private readonly Stream _stream;
    private readonly Transfer _transfer;
    private readonly long? _length;

    /// <param name="stream">Read forwards only; its owner closes it.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="transfer">Hears how far it is.</param>
    /// <param name="length">How many bytes there are, where the stream does not know it.</param>
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

    /// <summary>What messages call it.</summary>
    public string Name { get; }

    /// <summary>How many bytes have been read.</summary>
    public long Position { get; private set; }

    /// <summary>How many bytes are left; null where only reading tells.</summary>
    public long? Left => _length - Position;

    /// <summary>Opens a file to be read from its beginning to its end.</summary>
    public static FileStream Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
    }

    /// <summary>What messages call a stream.</summary>
    public static string NameOf(Stream stream) => stream is FileStream { Name.Length: > 0 } file ? file.Name : "the stream";

    /// <exception cref="TorchFileException">There are not so many bytes.</exception>
    public byte[] ReadBytes(int count, string what)
    {
        RequireLeft(count, what);
        var bytes = new byte[count];
        Fill(bytes, what);
        return bytes;
    }

    /// <summary>Reads as many bytes as the span has.</summary>
    /// <exception cref="TorchFileException">There are not so many bytes.</exception>
    public void ReadInto(Span<byte> bytes, string what)
    {
        RequireLeft(bytes.Length, what);
        Fill(bytes, what);
    }

    /// <summary>Reads as many bytes as the tensor has: one on the host, contiguous, that nobody else knows yet.</summary>
    /// <exception cref="TorchFileException">There are not so many bytes.</exception>
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

    /// <summary>Fails before anything is allocated for what cannot be there.</summary>
    /// <exception cref="TorchFileException">There are not so many bytes.</exception>
    public void RequireLeft(long count, string what)
    {
        if (Left is { } left && left < count)
        {
            throw TooShort(what, count, left);
        }
    }

    /// <summary>Whether nothing follows.</summary>
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
