using System.Buffers.Binary;

namespace LibTorch.Files;

/// <summary>Numbers of a zip file's record, the least byte first, one behind the other.</summary>
internal sealed class ZipRecord
{
    /// <summary>What Python's zipfile takes to be too large for 32 bits, so that other readers' signed numbers do.</summary>
    public const long Limit = int.MaxValue;

    private readonly List<byte> _bytes = [];

    public int Length => _bytes.Count;

    public ZipRecord Add(ushort number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(bytes, number);
        return Add(bytes);
    }

    public ZipRecord Add(uint number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, number);
        return Add(bytes);
    }

    public ZipRecord Add(long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        return Add(bytes);
    }

    public ZipRecord Add(ReadOnlySpan<byte> bytes)
    {
        _bytes.AddRange(bytes);
        return this;
    }

    public byte[] ToArray() => [.. _bytes];
}
