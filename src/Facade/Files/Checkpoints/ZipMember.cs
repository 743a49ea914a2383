using System.IO.Compression;

namespace LibTorch.Files.Checkpoints;

/// <summary>Where a member's bytes lie in an archive's file.</summary>
internal readonly record struct ZipMember(long Offset, long Bytes)
{
    /// <summary>How many bytes they stand for.</summary>
    public long Unpacked { get; init; } = Bytes;

    /// <summary>Whether they are compressed.</summary>
    public bool IsDeflated { get; init; }

    /// <summary>The checksum of what they stand for.</summary>
    public uint Checksum { get; init; }

    /// <summary>What the bytes stand for, which is checked.</summary>
    /// <exception cref="TorchFileException">They are damaged, or take more memory than there is for them.</exception>
    public byte[] Read(FileBytes file, string name, FileBudget budget)
    {
        budget.Take(Unpacked + (IsDeflated ? Bytes : 0));
        var packed = file.Read(Offset, Bytes);
        var bytes = IsDeflated ? Inflated(packed, name) : packed;
        return Crc32.Append(0, bytes) == Checksum ? bytes : throw Damaged(name);
    }

    /// <summary>Fails where the bytes are not those that were written, without keeping them.</summary>
    /// <exception cref="TorchFileException">They are damaged, or take more memory than there is for them.</exception>
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
