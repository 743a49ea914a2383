using System.Text;
using LibTorch.Interop;

namespace LibTorch.Files;

/// <summary>
/// A file that is written under a temporary name in the same folder, and replaces the old file when <see cref="Commit"/> is called.
/// Until then, and if writing fails or the process is killed, the old file stays unchanged. A pipe or device is written to directly:
/// if it were replaced by a file, a program that reads from it would get nothing.
/// </summary>
internal sealed class ReplacedFile : IDisposable
{
    // The limit of Linux's file systems.
    private const int LongestName = 255;

    private readonly string _path;
    private readonly string? _unfinished;
    private bool _committed;

    /// <summary>
    /// Creates the temporary file beside <paramref name="path"/>. If the path is a symbolic link, the link's target is replaced, not the
    /// link.
    /// </summary>
    /// <exception cref="IOException">The folder is missing or the file cannot be created.</exception>
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

        // ResolveLinkTarget works only for links that exist.
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
        if (Encoding.UTF8.GetByteCount(Path.GetFileName(_path)) > LongestName)
        {
            throw new PathTooLongException($"The path '{_path}' is too long: a file's name has at most {LongestName} bytes.");
        }

        (_unfinished, Stream) = Begin(_path);
    }

    /// <summary>The stream to write the new file's content to.</summary>
    public FileStream Stream { get; }

    /// <summary>Flushes the new file to disk, and replaces the old file with it.</summary>
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

    /// <summary>Deletes the temporary file if it was not committed.</summary>
    public void Dispose()
    {
        Stream.Dispose();
        if (!_committed && _unfinished is not null)
        {
            File.Delete(_unfinished);
        }
    }

    // Each writer has its own temporary name, so several writers of the same file do not disturb each other; the last to finish wins.
    // Errors name the file that the caller wants to write.
    private static (string Name, FileStream Stream) Begin(string path)
    {
        var folder = Path.GetDirectoryName(path) ?? path;
        var name = Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
        try
        {
            return (name, new FileStream(name, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, bufferSize: 1 << 16));
        }
        catch (DirectoryNotFoundException error)
        {
            throw new DirectoryNotFoundException($"'{path}' cannot be written: there is no folder '{folder}'.", error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new UnauthorizedAccessException($"Access to the path '{path}' is denied: its folder may not be written to.", error);
        }
        catch (FileNotFoundException error)
        {
            throw new IOException($"'{path}' cannot be written: no file can be created in '{folder}'.", error);
        }
    }
}
