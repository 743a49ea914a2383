using System.Buffers;

namespace LibTorch.Interop;

/// <summary>A part of a storage's bytes in host memory, which keeps the storage alive.</summary>
internal sealed unsafe class StorageMemory : MemoryManager<byte>
{
    private readonly IHandleOwner _storage;
    private readonly byte* _place;
    private readonly int _length;

    /// <param name="storage">The storage, which must not be disposed of while the memory is used.</param>
    /// <param name="offset">Where the part begins.</param>
    /// <param name="length">The number of bytes.</param>
    public StorageMemory(IHandleOwner storage, long offset, int length)
    {
        var info = ObjectCalls.Describe(storage);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, info.Address == 0 ? 0 : info.Bytes - offset);
        _storage = storage;
        _place = (byte*)info.Address + offset;
        _length = length;
    }

    public override Span<byte> GetSpan() => new(_place, _length);

    public override MemoryHandle Pin(int elementIndex = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)elementIndex, (uint)_length);
        return new MemoryHandle(_place + elementIndex, pinnable: this);
    }

    public override void Unpin() => GC.KeepAlive(_storage);

    protected override void Dispose(bool disposing)
    {
    }
}
