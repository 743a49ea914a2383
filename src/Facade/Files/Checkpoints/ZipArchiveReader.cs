using System.Buffers.Binary;
using System.Text;

namespace LibTorch.Files.Checkpoints;

/// <summary>Reads the directory of a zip archive whose members are stored as they are, or deflated.</summary>
internal static class ZipArchiveReader
{
    private const uint EndSignature = 0x06054b50;
    private const uint End64Signature = 0x06064b50;
    private const uint Locator64Signature = 0x07064b50;
    private const uint EntrySignature = 0x02014b50;
    private const uint HeaderSignature = 0x04034b50;
    private const int EndSize = 22;
    private const int LocatorSize = 20;
    private const int End64Size = 56;
    private const int EntrySize = 46;
    private const int HeaderSize = 30;
    private const ushort Deflated = 8;
    private const int MemberSize = 128; // the approximate memory of a dictionary entry and its string
    private const int MaxComment = ushort.MaxValue;

    /// <summary>Whether the file begins with the signature of a zip archive.</summary>
    public static bool IsZip(FileBytes file)
    {
        Span<byte> begin = stackalloc byte[sizeof(uint)];
        if (file.Length < begin.Length)
        {
            return false;
        }

        file.Read(0, begin);
        return UInt32(begin, 0) == HeaderSignature;
    }

    /// <summary>The members by name.</summary>
    /// <param name="file">The archive.</param>
    /// <param name="budget">The memory budget, from which the directory's memory is taken.</param>
    /// <exception cref="TorchFileException">
    /// The archive is damaged, or members are compressed by another method, encrypted, or overlapping.
    /// </exception>
    public static Dictionary<string, ZipMember> Members(FileBytes file, FileBudget budget)
    {
        var (begin, size) = Directory(file);
        var directory = file.Read(begin, size);
        var members = new Dictionary<string, ZipMember>(StringComparer.Ordinal);
        for (ReadOnlySpan<byte> rest = directory; rest.Length > 0;)
        {
            var (name, member, length) = Entry(file, rest, begin);
            budget.Take(MemberSize + (2 * name.Length));
            if (!members.TryAdd(name, member))
            {
                throw Damaged($"it has two members named '{name}'");
            }

            rest = rest[length..];
        }

        CheckApart(members.Values);
        return members;
    }

    /// <summary>The error for a member that is compressed or encrypted although it may not be.</summary>
    public static TorchFileException Packed(string name) =>
        new($"The archive's member '{name}' is compressed or encrypted, but torch.save stores members uncompressed.");

    private static (long Begin, long Size) Directory(FileBytes file)
    {
        var tail = file.Read(Math.Max(0, file.Length - EndSize - MaxComment), Math.Min(file.Length, EndSize + MaxComment));
        for (var place = tail.Length - EndSize; place >= 0; place--)
        {
            var end = tail.AsSpan(place);
            if (UInt32(end, 0) == EndSignature && UInt16(end, 20) == end.Length - EndSize)
            {
                var at = file.Length - tail.Length + place;
                var (begin, size) = Directory64(file, at) ?? (UInt32(end, 16), UInt32(end, 12));
                return begin >= 0 && size >= 0 && begin <= at && size <= at - begin ? (begin, size) : throw Damaged("its directory is not where it should be");
            }
        }

        throw Damaged("it has no directory: the file was cut");
    }

    private static (long Begin, long Size)? Directory64(FileBytes file, long end)
    {
        if (end < LocatorSize)
        {
            return null;
        }

        var locator = file.Read(end - LocatorSize, LocatorSize);
        if (UInt32(locator, 0) != Locator64Signature)
        {
            return null;
        }

        var place = Int64(locator, 8);
        if (place < 0 || place > end - LocatorSize - End64Size)
        {
            throw Damaged("the end of its directory is not where it should be");
        }

        var end64 = file.Read(place, End64Size);
        return UInt32(end64, 0) == End64Signature ? (Int64(end64, 48), Int64(end64, 40)) : throw Damaged("the end of its directory is not where it should be");
    }

    private static (string Name, ZipMember Member, int Length) Entry(FileBytes file, ReadOnlySpan<byte> entry, long directory)
    {
        if (entry.Length < EntrySize || UInt32(entry, 0) != EntrySignature)
        {
            throw Damaged("its directory has something else than members");
        }

        var (nameLength, extraLength) = (UInt16(entry, 28), UInt16(entry, 30));
        var length = EntrySize + nameLength + extraLength + UInt16(entry, 32);
        if (entry.Length < length)
        {
            throw Damaged("its directory is cut");
        }

        var name = Encoding.UTF8.GetString(entry.Slice(EntrySize, nameLength));
        var (size, packed, header) = Places(entry, entry.Slice(EntrySize + nameLength, extraLength));
        var isDeflated = UInt16(entry, 10) == Deflated;
        if ((UInt16(entry, 8) & 1) != 0 || (UInt16(entry, 10) != 0 && !isDeflated) || (size != packed && !isDeflated) || size < 0)
        {
            throw Packed(name);
        }

        return (name, Member(file, name, header, packed, directory) with { Unpacked = size, IsDeflated = isDeflated, Checksum = UInt32(entry, 16) }, length);
    }

    // Zip64: numbers that do not fit into the entry are in an extra field, in the order size, packed size, header offset.
    private static (long Size, long Packed, long Header) Places(ReadOnlySpan<byte> entry, ReadOnlySpan<byte> extra)
    {
        ReadOnlySpan<byte> large = [];
        for (; extra.Length >= 4; extra = extra[(4 + UInt16(extra, 2))..])
        {
            if (extra.Length < 4 + UInt16(extra, 2))
            {
                throw Damaged("an extra field of a member is cut");
            }

            large = UInt16(extra, 0) == 1 ? extra.Slice(4, UInt16(extra, 2)) : large;
        }

        var size = Place(UInt32(entry, 24), ref large);
        var packed = Place(UInt32(entry, 20), ref large);
        return (size, packed, Place(UInt32(entry, 42), ref large));
    }

    private static long Place(uint number, ref ReadOnlySpan<byte> large)
    {
        if (number != uint.MaxValue)
        {
            return number;
        }

        if (large.Length < sizeof(long))
        {
            throw Damaged("the size of a member is missing");
        }

        var place = Int64(large, 0);
        large = large[sizeof(long)..];
        return place;
    }

    private static ZipMember Member(FileBytes file, string name, long header, long size, long directory)
    {
        if (header < 0 || header > directory - HeaderSize)
        {
            throw Damaged($"its member '{name}' is not where it should be");
        }

        Span<byte> bytes = stackalloc byte[HeaderSize];
        file.Read(header, bytes);
        var offset = header + HeaderSize + UInt16(bytes, 26) + UInt16(bytes, 28);
        return UInt32(bytes, 0) == HeaderSignature && size >= 0 && offset <= directory && size <= directory - offset
            ? new ZipMember(offset, size)
            : throw Damaged($"its member '{name}' is not where it should be");
    }

    private static void CheckApart(IEnumerable<ZipMember> members)
    {
        var end = 0L;
        foreach (var member in members.Where(member => member.Bytes > 0).OrderBy(member => member.Offset))
        {
            end = member.Offset >= end ? member.Offset + member.Bytes : throw Damaged("its members lie over each other");
        }
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int place) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[place..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int place) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[place..]);

    private static long Int64(ReadOnlySpan<byte> bytes, int place) => BinaryPrimitives.ReadInt64LittleEndian(bytes[place..]);

    private static TorchFileException Damaged(string what) => new($"The file is a damaged zip archive: {what}.");
}
