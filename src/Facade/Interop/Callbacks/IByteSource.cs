namespace LibTorch.Interop;

/// <summary>Bytes that can be read at any offset.</summary>
internal interface IByteSource
{
    /// <summary>The number of bytes.</summary>
    public long Length { get; }

    /// <summary>Fills the span with the bytes from the offset on, or throws.</summary>
    public void Read(long offset, Span<byte> bytes);
}
