namespace LibTorch.Interop;

/// <summary>Recognises paths that are not ordinary files: pipes, devices, sockets.</summary>
internal static unsafe class SpecialFile
{
    private const int CurrentFolder = -100;
    private const uint TypeField = 1;
    private const int FileType = 0xf000, Folder = 0x4000, Regular = 0x8000;

    /// <summary>Whether the path, after following links, is a pipe, a device or the like.</summary>
    public static bool IsAt(string path)
    {
        OwnFiles.Fields fields;
        fixed (byte* bytes = NativeText.Terminated(path))
        {
            return Native.statx(CurrentFolder, bytes, 0, TypeField, &fields) == 0 && (fields.Mode & FileType) is not (Regular or Folder);
        }
    }
}
