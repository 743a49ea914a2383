using System.Buffers.Binary;

namespace LibTorch.Files;

/// <summary>Builds a record of a zip file from little-endian numbers.</summary>
internal sealed class ZipRecord
{
    /// <summary>
    /// The largest number that Python's zipfile writes in 32 bits: that of a signed int, for readers that use signed numbers.
    /// </summary>
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
