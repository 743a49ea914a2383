using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>Checks that only this user and root can have put a file where it is, since the file is loaded into the program.</summary>
internal static unsafe class OwnFiles
{
    private const int CurrentFolder = -100, NoFollow = 0x100;
    private const uint BasicFields = 0x7ff;
    private const int FileType = 0xf000, Link = 0xa000, Sticky = 0x200, GroupWrites = 0x10, OthersWrite = 0x2;

    /// <summary>Why the file is not trusted; null where it is.</summary>
    /// <param name="path">A file or folder.</param>
    /// <param name="followLink">Whether the path may be a link.</param>
    /// <param name="mayBeShared">
    /// Whether the folder may be writable for everyone if it has the sticky bit, as /tmp, so that users cannot replace each other's files.
    /// </param>
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

        // A user's private group has the user's number.
        var othersWrite = (fields.Mode & OthersWrite) != 0 || ((fields.Mode & GroupWrites) != 0 && fields.Group != user && fields.Group != 0);
        return othersWrite && !(mayBeShared && (fields.Mode & Sticky) != 0) ? $"not used, as others can write to {path}" : null;
    }

    // Fields of the kernel's struct statx, which is the same on every processor.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    internal struct Fields
    {
        [FieldOffset(20)] public uint User;
        [FieldOffset(24)] public uint Group;
        [FieldOffset(28)] public ushort Mode;
    }
}
