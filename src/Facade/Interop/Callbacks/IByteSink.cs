namespace LibTorch.Interop;

/// <summary>Accepts bytes in sequence.</summary>
internal interface IByteSink
{
    /// <summary>Writes the bytes, or throws.</summary>
    public void Write(ReadOnlySpan<byte> bytes);
}
