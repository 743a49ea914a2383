using LibTorch.Interop;

namespace LibTorch.Tests.Memory;

/// <summary>A stream over the bytes of a tensor.</summary>
public sealed class TensorBytesTests
{
    [Fact]
    public void Bytes_are_written_and_read_in_place()
    {
        using var bytes = Torch.Zeros([5], dtype: DType.UInt8);
        using var stream = new TensorBytes(bytes).Stream();
        stream.Write([1, 2, 3], 0, 3);
        Assert.Equal((3L, 5L), (stream.Position, stream.Length));
        Assert.Equal(new byte[] { 1, 2, 3, 0, 0 }, bytes.ToArray<byte>());

        var read = new byte[8];
        Assert.Equal(1, stream.Seek(-2, SeekOrigin.Current));
        Assert.Equal(4, stream.Read(read, 0, read.Length));
        Assert.Equal(0, stream.Read(read, 0, read.Length));
        Assert.Equal(new byte[] { 2, 3, 0, 0 }, read[..4]);
        Assert.Equal(4, stream.Seek(-1, SeekOrigin.End));
        stream.WriteByte(9);
        Assert.Equal(0, stream.Seek(0, SeekOrigin.Begin));
        Assert.Equal(1, stream.ReadByte());
        Assert.Equal(new byte[] { 1, 2, 3, 0, 9 }, bytes.ToArray<byte>());
    }

    [Fact]
    public void It_cannot_grow()
    {
        using var bytes = Torch.Zeros([2], dtype: DType.UInt8);
        using var stream = new TensorBytes(bytes).Stream();
        Assert.Throws<NotSupportedException>(() => stream.Write([1, 2, 3]));
        Assert.Throws<IOException>(() => stream.SetLength(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Position = -1);
        stream.Position = 7;
        Assert.Equal(-1, stream.ReadByte());
        Assert.Throws<NotSupportedException>(() => stream.WriteByte(1));
        Assert.Equal(new byte[] { 0, 0 }, bytes.ToArray<byte>());
    }

    [Fact]
    public void No_bytes_are_a_stream_too()
    {
        using var none = Torch.Zeros([0], dtype: DType.UInt8);
        using var stream = new TensorBytes(none).Stream();
        Assert.Equal((0L, -1), (stream.Length, stream.ReadByte()));
    }
}
