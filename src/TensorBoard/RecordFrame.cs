using System.Buffers.Binary;
using System.Numerics;

namespace LibTorch.Utils.TensorBoard;

/// <summary>
/// The frame of a message in an event file: its length in 8 bytes, the length's checksum in 4, the message, its checksum in 4, all
/// little-endian. The format is TensorFlow's TFRecord.
/// </summary>
internal static class RecordFrame
{
    private const int HeaderSize = sizeof(ulong) + sizeof(uint);

    /// <summary>The message in its frame.</summary>
    public static byte[] Of(ReadOnlySpan<byte> message)
    {
        var framed = new byte[HeaderSize + message.Length + sizeof(uint)];
        BinaryPrimitives.WriteInt64LittleEndian(framed, message.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(framed.AsSpan(sizeof(ulong)), Checksum(framed.AsSpan(0, sizeof(ulong))));
        message.CopyTo(framed.AsSpan(HeaderSize));
        BinaryPrimitives.WriteUInt32LittleEndian(framed.AsSpan(HeaderSize + message.Length), Checksum(message));
        return framed;
    }

    // A masked CRC-32C: rotated and offset, because the CRC of data that contains CRCs has weaknesses.
    private static uint Checksum(ReadOnlySpan<byte> data)
    {
        var crc = ~Crc32C(data);
        return BitOperations.RotateRight(crc, 15) + 0xa282ead8;
    }

    private static uint Crc32C(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        while (data.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
            data = data[sizeof(ulong)..];
        }

        foreach (var one in data)
        {
            crc = BitOperations.Crc32C(crc, one);
        }

        return crc;
    }
}
