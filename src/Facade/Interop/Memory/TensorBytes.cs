namespace LibTorch.Interop;

/// <summary>The bytes of a contiguous host tensor, in pieces that a span can hold. The caller keeps the tensor alive, and to itself.</summary>
internal sealed unsafe class TensorBytes
{
    // Below this the system's smallest pages are as good; and its large ones are half of this.
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

    /// <summary>How many there are.</summary>
    public long Length { get; }

    /// <summary>Those from <paramref name="offset"/> on, at most so many.</summary>
    public Span<byte> At(long offset, int most)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(most);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset, Length);
        return new Span<byte>(_start + offset, (int)Math.Min(most, Length - offset));
    }

    /// <summary>Asks the system for large pages where many bytes are about to be written for the first time: each page costs an interruption, about as long as reading it from a file takes.</summary>
    public void ExpectToBeFilled()
    {
        if (Length < LargeBytes)
        {
            return;
        }

        // An advice: where it is not taken, nothing but time is lost.
        var first = ((nint)_start + PageBytes - 1) & -PageBytes;
        var last = (nint)(_start + Length) & -PageBytes;
        _ = Native.madvise(first, (nuint)(last - first), UseHugePages);
    }
}
