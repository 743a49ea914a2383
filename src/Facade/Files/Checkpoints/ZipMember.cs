using System.IO.Compression;

namespace LibTorch.Files.Checkpoints;

/// <summary>The position and size of a member's bytes in an archive.</summary>
internal readonly record struct ZipMember(long Offset, long Bytes)
{
    /// <summary>The member's size after decompression.</summary>
    public long Unpacked { get; init; } = Bytes;

    /// <summary>Whether the bytes are compressed.</summary>
    public bool IsDeflated { get; init; }

    /// <summary>The checksum of the decompressed bytes.</summary>
    public uint Checksum { get; init; }

    /// <summary>The decompressed bytes, after verifying their checksum.</summary>
    /// <exception cref="TorchFileException">The bytes are damaged, or need more memory than the budget has left.</exception>
    public byte[] Read(FileBytes file, string name, FileBudget budget)
    {
        budget.Take(Unpacked + (IsDeflated ? Bytes : 0));
        var packed = file.Read(Offset, Bytes);
        var bytes = IsDeflated ? Inflated(packed, name) : packed;
        return Crc32.Append(0, bytes) == Checksum ? bytes : throw Damaged(name);
    }

    /// <summary>Verifies the checksum without keeping the bytes.</summary>
    /// <exception cref="TorchFileException">The bytes are damaged, or need more memory than the budget has left.</exception>
    public void Check(FileBytes file, string name, FileBudget budget)
    {
        if (IsDeflated)
        {
            Read(file, name, budget);
            return;
        }

        var piece = new byte[(int)Math.Min(Transfer.PieceBytes, Bytes)];
        var sum = 0U;
        for (var done = 0L; done < Bytes; done += piece.Length)
        {
            var bytes = piece.AsSpan(0, (int)Math.Min(piece.Length, Bytes - done));
            file.Read(Offset + done, bytes);
            sum = Crc32.Append(sum, bytes);
        }

        if (sum != Checksum)
        {
            throw Damaged(name);
        }
    }

    private byte[] Inflated(byte[] packed, string name)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(checked((int)Math.Min(Unpacked, Array.MaxLength)));
        using var inflated = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
        try
        {
            return inflated.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) == bytes.Length && inflated.ReadByte() < 0 ? bytes : throw Damaged(name);
        }
        catch (InvalidDataException)
        {
            throw Damaged(name);
        }
    }

    private static TorchFileException Damaged(string name) => new($"The file is a damaged zip archive: its member '{FileText.Short(name)}' is not what it was when it was written.");
}
