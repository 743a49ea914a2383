namespace LibTorch.Interop;

/// <summary>
/// The bytes of a contiguous host tensor, in pieces that a span can hold. The caller keeps the tensor alive, and keeps other threads from
/// using it.
/// </summary>
internal sealed unsafe class TensorBytes
{
    // For fewer bytes the system's small pages are as good; its huge pages are half as large as this.
    private const long LargeBytes = 4 << 20;
    private const int PageBytes = 4096;
    private const int UseHugePages = 14;

    private readonly byte* _start;

    /// <exception cref="TorchException">The elements have no memory.</exception>
    public TensorBytes(IHandleOwner tensor)
    {
        var info = TensorCalls.Info(tensor);
        _start = (byte*)TensorCalls.Address(tensor);
        Length = checked(info.Elements * info.ItemSize);
        if (!info.IsPlain || (_start is null && Length > 0))
        {
            throw new TorchException("The tensor's elements do not lie in the host's memory in row-major order.");
        }
    }

    /// <summary>The number of bytes.</summary>
    public long Length { get; }

    /// <summary>The bytes from <paramref name="offset"/> on, at most <paramref name="most"/> of them.</summary>
    public Span<byte> At(long offset, int most)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length);
        return new Span<byte>(_start + offset, (int)Math.Min(most, Length - offset));
    }

    /// <summary>A stream over the bytes, which cannot grow and may be longer than an array.</summary>
    public Stream Stream() => Length == 0 ? System.IO.Stream.Null : new UnmanagedMemoryStream(_start, Length, Length, FileAccess.ReadWrite);

    /// <summary>
    /// Asks the system for huge pages if many bytes are about to be written for the first time: the first write to a page causes a page
    /// fault, which takes about as long as reading the page from a file.
    /// </summary>
    public void ExpectToBeFilled()
    {
        if (Length < LargeBytes)
        {
            return;
        }

        // This is only advice: if the system does not follow it, nothing but time is lost.
        var first = ((nint)_start + PageBytes - 1) & -PageBytes;
        var last = (nint)(_start + Length) & -PageBytes;
        _ = Native.madvise(first, (nuint)(last - first), UseHugePages);
    }
}
