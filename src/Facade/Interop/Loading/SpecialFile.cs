namespace LibTorch.Interop;

/// <summary>Names of what is no file on a disk: pipes, devices, sockets.</summary>
internal static unsafe class SpecialFile
{
    private const int CurrentFolder = -100;
    private const uint TypeField = 1;
    private const int FileType = 0xf000, Folder = 0x4000, Regular = 0x8000;

    /// <summary>Whether a pipe, a device or the like has this name, at the end of links too.</summary>
    public static bool IsAt(string path)
    {
        OwnFiles.Fields fields;
        fixed (byte* bytes = NativeText.Terminated(path))
        {
            return Native.statx(CurrentFolder, bytes, 0, TypeField, &fields) == 0 && (fields.Mode & FileType) is not (Regular or Folder);
        }
    }
}
