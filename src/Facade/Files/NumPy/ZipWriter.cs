using System.IO.Compression;

namespace LibTorch.Files;

/// <summary>Writes a zip file as Python's zipfile does for numpy; without compression the bytes are identical.</summary>
/// <param name="stream">The stream to write to, from its current position on.</param>
/// <param name="compress">Whether entries are deflated.</param>
internal sealed class ZipWriter(Stream stream, bool compress)
{
    private readonly List<ZipEntry> _entries = [];
    private readonly long _start = stream.CanSeek ? stream.Position : 0;
    private long _position;

    /// <summary>Adds an entry of this name with the content that <paramref name="write"/> writes.</summary>
    public void Add(string name, Action<Stream> write)
    {
        ZipEntry entry = new(name, _position, compress, lengthsFollow: !stream.CanSeek);
        Write(entry.LocalHeader());
        var packed = new CrcStream(stream);
        if (compress)
        {
            using var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true);
            var content = new CrcStream(deflate);
            write(content);
            (entry.Crc, entry.Length) = (content.Crc, content.Count);
        }
        else
        {
            write(packed);
            (entry.Crc, entry.Length) = (packed.Crc, packed.Count);
        }

        entry.PackedLength = packed.Count;
        _position += packed.Count;
        _entries.Add(entry);
        if (!stream.CanSeek)
        {
            Write(entry.Descriptor());
            return;
        }

        stream.Position = _start + entry.Offset;
        stream.Write(entry.LocalHeader());
        stream.Position = _start + _position;
    }

    /// <summary>Writes the central directory of all entries.</summary>
    public void Finish()
    {
        var directory = _position;
        foreach (var entry in _entries)
        {
            Write(entry.DirectoryRecord());
        }

        var (end, length) = (_position, _position - directory);
        if (_entries.Count > ushort.MaxValue || directory > ZipRecord.Limit || length > ZipRecord.Limit)
        {
            const ushort Version = 45;
            var record = new ZipRecord().Add(0x06064b50u).Add(44L).Add(Version).Add(Version).Add(0u).Add(0u);
            Write(record.Add((long)_entries.Count).Add((long)_entries.Count).Add(length).Add(directory).ToArray());
            Write(new ZipRecord().Add(0x07064b50u).Add(0u).Add(end).Add(1u).ToArray());
        }

        var count = (ushort)Math.Min(_entries.Count, ushort.MaxValue);
        var last = new ZipRecord().Add(0x06054b50u).Add((ushort)0).Add((ushort)0).Add(count).Add(count);
        Write(last.Add((uint)Math.Min(length, uint.MaxValue)).Add((uint)Math.Min(directory, uint.MaxValue)).Add((ushort)0).ToArray());
    }

    private void Write(byte[] record)
    {
        stream.Write(record);
        _position += record.Length;
    }
}
