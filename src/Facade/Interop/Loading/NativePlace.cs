namespace LibTorch.Interop;

/// <summary>A place where the native library is looked for, and the candidate files in it.</summary>
/// <param name="Path">The place: a folder, or the file that was named.</param>
/// <param name="Files">The files, in the order in which they are looked at.</param>
/// <param name="Without">The text for a place without any file.</param>
internal sealed record NativePlace(string Path, IReadOnlyList<NativeFile> Files, string Without)
{
    private const string Pattern = "libtorch_facade-*.so";

    // Folders that this user may not read are skipped.
    private static readonly EnumerationOptions Readable = new() { IgnoreInaccessible = true };

    /// <summary>The one file that an environment variable names.</summary>
    public static NativePlace Named(string file) => new(file, [new NativeFile(file)], "");

    /// <summary>A folder: a library that was compiled for the program comes before those that a package brings.</summary>
    public static NativePlace Folder(string folder)
    {
        if (!Directory.Exists(folder))
        {
            return new NativePlace(folder, [], "no such folder");
        }

        var compiled = System.IO.Path.Combine(folder, NativeLoader.FileName);
        var packaged = Directory.EnumerateFiles(folder, Pattern, Readable).Order(StringComparer.Ordinal);
        string[] files = [.. File.Exists(compiled) ? [compiled] : Array.Empty<string>(), .. packaged];
        return new NativePlace(folder, [.. files.Select(file => new NativeFile(file))], $"no {NativeLoader.FileName}");
    }

    /// <summary>The cache folder, in which builds keep the libraries that they have compiled for this user's programs.</summary>
    public static NativePlace Cache(string cache)
    {
        if (!Directory.Exists(cache))
        {
            return new NativePlace(cache, [], "no such folder");
        }

        if (OwnFiles.Problem(cache, followLink: true, mayBeShared: true) is { } problem)
        {
            return new NativePlace(cache, [], problem);
        }

        var files = Directory.EnumerateDirectories(cache, "*", Readable).Order(StringComparer.Ordinal)
            .Select(folder => (Folder: folder, File: System.IO.Path.Combine(folder, NativeLoader.FileName))).Where(found => File.Exists(found.File));
        return new NativePlace(cache, [.. files.Select(found => new NativeFile(found.File, OwnFiles.Problem(found.Folder) ?? OwnFiles.Problem(found.File)))], $"no {NativeLoader.FileName}");
    }
}
