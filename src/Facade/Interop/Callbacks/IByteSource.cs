namespace LibTorch.Interop;

/// <summary>Bytes that can be read at any place.</summary>
internal interface IByteSource
{
    /// <summary>How many there are.</summary>
    public long Length { get; }

    /// <summary>Fills the memory with the bytes from the offset on, or fails.</summary>
    public void Read(long offset, Span<byte> bytes);
}
