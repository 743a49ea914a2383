using System.Buffers.Binary;
using System.Text;

namespace LibTorch.Files.Pickling;

/// <summary>Reads the bytes of a pickle sequentially, and never beyond the given end.</summary>
internal sealed class PickleReader(FileBytes file, long begin, long end)
{
    private const int MaxName = 1 << 12;
    private static readonly Encoding _utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly byte[] _buffer = new byte[(int)Math.Min(1 << 16, Math.Max(end - begin, 0))];
    private long _bufferBegin = begin;
    private int _place;
    private int _filled;

    /// <summary>The offset of the next byte in the file.</summary>
    public long Position => _bufferBegin + _place;

    /// <summary>How many bytes there are until the end.</summary>
    public long Left => end - Position;

    public byte Byte()
    {
        if (_place == _filled)
        {
            Fill();
        }

        return _buffer[_place++];
    }

    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Filled(stackalloc byte[sizeof(ushort)]));

    public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Filled(stackalloc byte[sizeof(int)]));

    public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Filled(stackalloc byte[sizeof(long)]));

    public double BigEndianDouble() => BinaryPrimitives.ReadDoubleBigEndian(Filled(stackalloc byte[sizeof(double)]));

    /// <summary>Reads this many bytes. The count is checked before memory is allocated.</summary>
    public byte[] Bytes(long count)
    {
        if (count < 0 || count > Left || count > Array.MaxLength)
        {
            throw new TorchFileException($"The file has a value of {count} bytes at byte {Position}, but only {Left} bytes are left.");
        }

        var bytes = GC.AllocateUninitializedArray<byte>((int)count);
        Read(bytes);
        return bytes;
    }

    /// <summary>Reads a UTF-8 string of this many bytes.</summary>
    public string Text(long count)
    {
        var place = Position;
        try
        {
            return _utf8.GetString(Bytes(count));
        }
        catch (DecoderFallbackException)
        {
            throw new TorchFileException($"The text in the file at byte {place} is not UTF-8.");
        }
    }

    /// <summary>Reads a name up to the end of the line.</summary>
    public string Line()
    {
        var line = new List<byte>();
        for (var letter = Byte(); letter != '\n'; letter = Byte())
        {
            line.Add(letter);
            if (line.Count > MaxName)
            {
                throw new TorchFileException($"A name in the file before byte {Position} is longer than {MaxName} letters.");
            }
        }

        return Encoding.UTF8.GetString([.. line]);
    }

    private ReadOnlySpan<byte> Filled(Span<byte> bytes)
    {
        Read(bytes);
        return bytes;
    }

    private void Read(Span<byte> bytes)
    {
        var here = Math.Min(bytes.Length, _filled - _place);
        _buffer.AsSpan(_place, here).CopyTo(bytes);
        _place += here;
        bytes = bytes[here..];
        if (bytes.Length > Left)
        {
            throw Ended();
        }

        if (bytes.Length > _buffer.Length)
        {
            file.Read(Position, bytes);
            (_bufferBegin, _place, _filled) = (Position + bytes.Length, 0, 0);
        }
        else if (bytes.Length > 0)
        {
            Fill();
            Read(bytes);
        }
    }

    private void Fill()
    {
        var count = (int)Math.Min(_buffer.Length, Left);
        if (count <= 0)
        {
            throw Ended();
        }

        file.Read(Position, _buffer.AsSpan(0, count));
        (_bufferBegin, _place, _filled) = (Position, 0, count);
    }

    private static TorchFileException Ended() => new("The file's values end in the middle: it was cut, or is none of torch.save.");
}
