using LibTorch.Interop;

namespace LibTorch.Files;

/// <summary>
/// A file that is written under another name in the same folder and takes the old one's place when <see cref="Commit"/> is called.
/// Until then, and where writing fails or the process is killed, the old file stays as it was. A pipe or device is written
/// into: in its place a file would be found by nobody who waits at it.
/// </summary>
internal sealed class ReplacedFile : IDisposable
{
    private readonly string _path;
    private readonly string? _unfinished;
    private bool _committed;

    /// <summary>Begins a new file beside <paramref name="path"/>. A link is followed, so that what it points to is replaced, not the link.</summary>
    /// <exception cref="IOException">The folder is missing or the file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder or the old file may not be written to, or the path is a folder.</exception>
    public ReplacedFile(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var full = Path.GetFullPath(path);

        if (SpecialFile.IsAt(full))
        {
            _path = full;
            Stream = new FileStream(full, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 1 << 16);
            return;
        }

        // .NET looks for the target of what is there only.
        var old = new FileInfo(full);
        _path = old.LinkTarget is null ? full : old.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? full;
        if (Directory.Exists(_path))
        {
            throw new UnauthorizedAccessException($"Access to the path '{_path}' is denied: it is a folder.");
        }
        if (File.Exists(_path) && (File.GetAttributes(_path) & FileAttributes.ReadOnly) != 0)
        {
            throw new UnauthorizedAccessException($"Access to the path '{_path}' is denied: it is read-only.");
        }
        // Writers of the same file do not meet: each has a name of its own, and the last to finish wins.
        _unfinished = $"{_path}.{Guid.NewGuid():N}.tmp";
        Stream = new FileStream(_unfinished, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 1 << 16);
    }

    /// <summary>What is written here becomes the file.</summary>
    public FileStream Stream { get; }

    /// <summary>Writes all of it to the disk and puts it in the old file's place.</summary>
    public void Commit()
    {
        if (_unfinished is null)
        {
            Stream.Dispose();
            return;
        }

        Stream.Flush(flushToDisk: true);
        Stream.Dispose();
        if (!OperatingSystem.IsWindows() && File.Exists(_path))
        {
            File.SetUnixFileMode(_unfinished, File.GetUnixFileMode(_path));
        }
        File.Move(_unfinished, _path, overwrite: true);
        _committed = true;
    }

    /// <summary>Removes what was written, where it was not committed.</summary>
    public void Dispose()
    {
        Stream.Dispose();
        if (!_committed && _unfinished is not null)
        {
            File.Delete(_unfinished);
        }
    }
}
