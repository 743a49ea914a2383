using System.Text;

namespace LibTorch.Files;

/// <summary>An entry of a zip file that is being written, and the records that describe it.</summary>
/// <param name="name">The entry's name.</param>
/// <param name="offset">The offset of its local header in the file.</param>
/// <param name="isDeflated">Whether it is compressed.</param>
/// <param name="lengthsFollow">
/// Whether its lengths are written after the content, because the stream cannot seek back to the header.
/// </param>
internal sealed class ZipEntry(string name, long offset, bool isDeflated, bool lengthsFollow)
{
    private const ushort Version64 = 45;
    private const ushort Unix = 3;
    private const ushort Utf8Name = 0x800;
    private const ushort HasDescriptor = 0x8;
    private const ushort Deflated = 8;
    private const ushort LongNumbers = 1;
    private const ushort FirstOfJanuary1980 = (1 << 5) | 1;
    private const uint ReadAndWrittenByOwner = 0x180u << 16;

    private readonly byte[] _name = Encoding.UTF8.GetBytes(name);
    private readonly ushort _flags = (ushort)((Ascii.IsValid(name) ? 0 : Utf8Name) | (lengthsFollow ? HasDescriptor : 0));

    /// <summary>The checksum of the content.</summary>
    public uint Crc { get; set; }

    /// <summary>The size of the content in bytes.</summary>
    public long Length { get; set; }

    /// <summary>The size of the content in the file, after compression.</summary>
    public long PackedLength { get; set; }

    /// <summary>The offset of the local header in the file.</summary>
    public long Offset => offset;

    /// <summary>
    /// The local header before the content. The lengths always take 64 bits, because they are not known yet when the header is first
    /// written.
    /// </summary>
    public byte[] LocalHeader()
    {
        var record = new ZipRecord();
        record.Add(0x04034b50u).Add(Version64).Add(_flags).Add(isDeflated ? Deflated : (ushort)0).Add((ushort)0).Add(FirstOfJanuary1980);
        record.Add(lengthsFollow ? 0 : Crc).Add(uint.MaxValue).Add(uint.MaxValue).Add((ushort)_name.Length).Add((ushort)20).Add(_name);
        return record.Add(LongNumbers).Add((ushort)16).Add(lengthsFollow ? 0 : Length).Add(lengthsFollow ? 0 : PackedLength).ToArray();
    }

    /// <summary>The data descriptor after the content, for streams that cannot seek.</summary>
    public byte[] Descriptor() => new ZipRecord().Add(0x08074b50u).Add(Crc).Add(PackedLength).Add(Length).ToArray();

    /// <summary>The entry's record in the central directory at the end of the file.</summary>
    public byte[] DirectoryRecord()
    {
        var isLong = Length > ZipRecord.Limit || PackedLength > ZipRecord.Limit;
        var isFar = offset > ZipRecord.Limit;
        var extra = new ZipRecord();
        if (isLong || isFar)
        {
            extra.Add(LongNumbers).Add((ushort)((isLong ? 16 : 0) + (isFar ? 8 : 0)));
            if (isLong)
            {
                extra.Add(Length).Add(PackedLength);
            }

            if (isFar)
            {
                extra.Add(offset);
            }
        }

        var record = new ZipRecord();
        record.Add(0x02014b50u).Add((ushort)(Version64 | (Unix << 8))).Add(Version64).Add(_flags).Add(isDeflated ? Deflated : (ushort)0).Add((ushort)0).Add(FirstOfJanuary1980);
        record.Add(Crc).Add(isLong ? uint.MaxValue : (uint)PackedLength).Add(isLong ? uint.MaxValue : (uint)Length).Add((ushort)_name.Length).Add((ushort)extra.Length);
        record.Add((ushort)0).Add((ushort)0).Add((ushort)0).Add(ReadAndWrittenByOwner).Add(isFar ? uint.MaxValue : (uint)offset);
        return record.Add(_name).Add(extra.ToArray()).ToArray();
    }
}
