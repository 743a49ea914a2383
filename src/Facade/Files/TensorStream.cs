namespace LibTorch.Files;

/// <summary>A stream over the elements of a vector of bytes on the CPU, which can be longer than an array. It cannot grow.</summary>
internal sealed class TensorStream(Tensor bytes) : Stream
{
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => true;

    public override long Length => bytes.Numel;

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var count = (int)Math.Clamp(Length - _position, 0, buffer.Length);
        if (count > 0)
        {
            using var part = Next(count);
            part.AsSpan<byte>().CopyTo(buffer);
        }

        return count;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (buffer.Length > Length - _position)
        {
            throw new IOException($"The tensor has {Length} bytes, too few for {buffer.Length} more at {_position}.");
        }

        if (!buffer.IsEmpty)
        {
            using var part = Next(buffer.Length);
            buffer.CopyTo(part.AsSpan<byte>());
        }
    }

    public override long Seek(long offset, SeekOrigin origin)
    {
        var start = origin switch
        {
            SeekOrigin.Begin => 0,
            SeekOrigin.Current => _position,
            SeekOrigin.End => Length,
            _ => throw new ArgumentOutOfRangeException(nameof(origin)),
        };
        return Position = start + offset;
    }

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException("A tensor of bytes cannot grow or shrink.");

    private Tensor Next(int count)
    {
        var part = bytes.Narrow(0, _position, count);
        _position += count;
        return part;
    }
}
