using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace LibTorch.Interop;

/// <summary>The headers of a shared library, read without loading it.</summary>
/// <remarks>
/// The system's loader would load a truncated library, and the process would end when a page beyond the file's end is touched. So the file
/// is checked first.
/// </remarks>
internal sealed class ElfFile
{
    private const int SegmentEntrySize = 56, LoadSegment = 1, DynamicSegment = 2;
    private const long NeededEntry = 1, TextTableEntry = 5, TextSizeEntry = 10, NameEntry = 14;
    private const int EntrySize = 16, LongestName = 256;

    private readonly List<Segment> _segments = [];
    private readonly Func<long, long, byte[]> _read;
    private readonly List<NeededLibrary> _needed = [];
    private long _texts;
    private long _textsSize;

    private ElfFile(Func<long, long, byte[]> read) => _read = read;

    /// <summary>The name by which other libraries refer to it (SONAME); empty if it has none.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The libraries that it needs (NEEDED).</summary>
    public IReadOnlyList<NeededLibrary> Needed => _needed;

    /// <summary>The table of all its names, including its symbols', each ended by a zero; empty unless it was asked for.</summary>
    public ReadOnlyMemory<byte> Names { get; private set; }

    /// <summary>Reads a library's headers and, if asked for, its table of names, which is large.</summary>
    /// <exception cref="BadImageFormatException">The file is not a complete library for this processor; the message says why.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static ElfFile Read(string path, bool names = false)
    {
        using var file = File.OpenHandle(path);
        var length = RandomAccess.GetLength(file);
        var head = Read(0, 64);
        if (!head.AsSpan(0, 4).SequenceEqual("\u007fELF"u8) || head[4] != 2 || head[5] != 1)
        {
            throw new BadImageFormatException("it is no shared library");
        }

        if (Machine() is { } machine && machine != Short(head, 18))
        {
            throw new BadImageFormatException($"it is not for this processor, {RuntimeInformation.ProcessArchitecture}");
        }

        ElfFile elf = new(Read);
        var table = Read(Long(head, 32), SegmentEntrySize * Short(head, 56));
        byte[] dynamic = [];
        for (var at = 0; at < table.Length; at += SegmentEntrySize)
        {
            var segment = table.AsSpan(at, SegmentEntrySize);
            var (offset, address, size) = (Long(segment, 8), Long(segment, 16), Long(segment, 32));
            switch (BinaryPrimitives.ReadInt32LittleEndian(segment))
            {
                case LoadSegment:
                    Require(offset, size);
                    elf._segments.Add(new(address, offset, size));
                    break;
                case DynamicSegment:
                    dynamic = Read(offset, size);
                    break;
            }
        }

        elf.ReadDynamic(dynamic);
        if (names)
        {
            elf.Names = Read(elf._texts, elf._textsSize);
        }

        return elf;

        byte[] Read(long offset, long size)
        {
            Require(offset, size);
            var bytes = new byte[size];
            RandomAccess.Read(file, bytes, offset);
            return bytes;
        }

        void Require(long offset, long size)
        {
            if (offset < 0 || size < 0 || size > length || offset > length - size)
            {
                throw new BadImageFormatException($"it is cut off: it has {length} bytes, but its headers refer to more");
            }
        }
    }

    private void ReadDynamic(ReadOnlySpan<byte> entries)
    {
        var table = Value(entries, TextTableEntry) ?? 0;
        _texts = SegmentAt(table) is { } segment ? table - segment.Address + segment.Offset : table;
        _textsSize = Value(entries, TextSizeEntry) ?? 0;
        for (; HasEntry(entries); entries = entries[EntrySize..])
        {
            if (Long(entries, 0) == NeededEntry)
            {
                _needed.Add(new(Text(Long(entries, 8)), _texts + Long(entries, 8)));
            }
            else if (Long(entries, 0) == NameEntry)
            {
                Name = Text(Long(entries, 8));
            }
        }
    }

    private static long? Value(ReadOnlySpan<byte> entries, long tag)
    {
        for (; HasEntry(entries); entries = entries[EntrySize..])
        {
            if (Long(entries, 0) == tag)
            {
                return Long(entries, 8);
            }
        }

        return null;
    }

    // A zero ends the table.
    private static bool HasEntry(ReadOnlySpan<byte> entries) => entries.Length >= EntrySize && Long(entries, 0) != 0;

    // A table's address is one in memory; the segment that contains it gives the offset in the file.
    private Segment? SegmentAt(long address)
    {
        foreach (var segment in _segments)
        {
            if (address >= segment.Address && address - segment.Address < segment.Size)
            {
                return segment;
            }
        }

        return null;
    }

    private string Text(long at)
    {
        var text = _read(_texts + at, Math.Clamp(_textsSize - at, 0, LongestName));
        var end = text.AsSpan().IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? text : text.AsSpan(0, end));
    }

    // The processors for which libtorch exists. Libraries for other ones are left to the system's loader to check.
    private static int? Machine() => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => 62,
        Architecture.Arm64 => 183,
        _ => null,
    };

    private static int Short(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static long Long(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt64LittleEndian(bytes[at..]);

    // A class: .NET's lists of classes share code that is compiled already; a list of a struct of ours is compiled when a program starts.
    private sealed record Segment(long Address, long Offset, long Size);
}
