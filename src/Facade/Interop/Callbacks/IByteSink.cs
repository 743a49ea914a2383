namespace LibTorch.Interop;

/// <summary>Takes bytes one after the other.</summary>
internal interface IByteSink
{
    /// <summary>Takes them, or fails.</summary>
    public void Write(ReadOnlySpan<byte> bytes);
}
