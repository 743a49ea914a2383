using System.Buffers.Binary;

namespace LibTorch.Files;

/// <summary>The checksum of zip files: CRC-32 with the polynomial of Ethernet.</summary>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int Step = 8;

    // Slicing-by-8: table k has the checksums of each byte followed by k zero bytes, so that eight bytes are processed in one step.
    private static readonly uint[] Tables = Make();

    /// <summary>
    /// Extends a checksum: <paramref name="before"/> is the checksum of the data so far (0 for none), and the bytes follow that data.
    /// </summary>
    public static uint Append(uint before, ReadOnlySpan<byte> bytes)
    {
        var tables = Tables.AsSpan();
        var crc = ~before;
        for (; bytes.Length >= Step; bytes = bytes[Step..])
        {
            var low = crc ^ BinaryPrimitives.ReadUInt32LittleEndian(bytes);
            var high = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
            crc = tables[(7 << 8) | (byte)low] ^ tables[(6 << 8) | (byte)(low >> 8)] ^ tables[(5 << 8) | (byte)(low >> 16)] ^ tables[(4 << 8) | (byte)(low >> 24)]
                ^ tables[(3 << 8) | (byte)high] ^ tables[(2 << 8) | (byte)(high >> 8)] ^ tables[(1 << 8) | (byte)(high >> 16)] ^ tables[(byte)(high >> 24)];
        }

        foreach (var value in bytes)
        {
            crc = (crc >> 8) ^ tables[(byte)(crc ^ value)];
        }

        return ~crc;
    }

    private static uint[] Make()
    {
        var tables = new uint[Step << 8];
        for (var i = 0; i < tables.Length; i++)
        {
            var crc = i < 256 ? (uint)i : tables[i - 256];
            if (i >= 256)
            {
                tables[i] = (crc >> 8) ^ tables[(byte)crc];
                continue;
            }

            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ Polynomial : crc >> 1;
            }

            tables[i] = crc;
        }

        return tables;
    }
}
