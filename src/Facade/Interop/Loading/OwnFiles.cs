using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>Whether nobody but this user and root can have put a file where it is: what lies there is loaded into the program.</summary>
internal static unsafe class OwnFiles
{
    private const int CurrentFolder = -100, NoFollow = 0x100;
    private const uint BasicFields = 0x7ff;
    private const int FileType = 0xf000, Link = 0xa000, Sticky = 0x200, GroupWrites = 0x10, OthersWrite = 0x2;

    /// <summary>Why it is not to be trusted; null where it is.</summary>
    /// <param name="path">A file or folder.</param>
    /// <param name="followLink">Whether it may be a link.</param>
    /// <param name="mayBeShared">Whether all may write to it where nobody can replace another's files, as in /tmp.</param>
    public static string? Problem(string path, bool followLink = false, bool mayBeShared = false)
    {
        Fields fields;
        fixed (byte* bytes = NativeText.Terminated(path))
        {
            if (Native.statx(CurrentFolder, bytes, followLink ? 0 : NoFollow, BasicFields, &fields) != 0)
            {
                return "its owner cannot be asked for";
            }
        }

        var user = Native.geteuid();
        if ((fields.Mode & FileType) == Link)
        {
            return $"not used, as {path} is a link";
        }

        if (fields.User != user && fields.User != 0)
        {
            return $"not used, as {path} belongs to somebody else";
        }

        // A group of one's own has one's number.
        var othersWrite = (fields.Mode & OthersWrite) != 0 || ((fields.Mode & GroupWrites) != 0 && fields.Group != user && fields.Group != 0);
        return othersWrite && !(mayBeShared && (fields.Mode & Sticky) != 0) ? $"not used, as others can write to {path}" : null;
    }

    // Of the kernel's struct statx, the same on every processor.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    internal struct Fields
    {
        [FieldOffset(20)] public uint User;
        [FieldOffset(24)] public uint Group;
        [FieldOffset(28)] public ushort Mode;
    }
}
