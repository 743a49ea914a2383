namespace LibTorch.Interop;

/// <summary>A file that may be the native library. It is read only when something is asked that its name does not tell.</summary>
internal sealed class NativeFile(string path, string? problem = null)
{
    private (BuiltFor? BuiltFor, string Finding)? _read;

    /// <summary>The file.</summary>
    public string Path => path;

    /// <summary>The libtorch release that it was built for, if its name or its folder's name tells; otherwise null.</summary>
    public string? Release { get; } = VersionIn(path) is { } version ? LibTorchFolder.ReleaseOf(version) : null;

    /// <summary>What the file says about itself; null where it cannot be used.</summary>
    public BuiltFor? BuiltFor => Content.BuiltFor;

    /// <summary>What was found in the file, as text.</summary>
    public string Finding => Content.Finding;

    private (BuiltFor? BuiltFor, string Finding) Content => _read ??= problem is null ? Read(path) : (null, problem);

    private static (BuiltFor? BuiltFor, string Finding) Read(string path)
    {
        if (!File.Exists(path))
        {
            return (null, "no such file");
        }

        try
        {
            var native = BuiltFor.Read(path);
            return native.Boundary == Boundary.Hash
                ? (native, $"built for libtorch {native.Version} in {native.Folder}")
                : (null, "it belongs to another version of LibTorch.Facade");
        }
        catch (Exception why) when (why is BadImageFormatException or IOException or UnauthorizedAccessException)
        {
            return (null, why.Message);
        }
    }

    // Files of a package, libtorch_facade-2.6.0.so, and of the user's cache, 2.6.0-0123456789ab/libtorch_facade.so. There is no
    // regular expression, as its classes would be loaded at every start of a program.
    private static string? VersionIn(string path)
    {
        const string Before = "libtorch_facade-", After = ".so";
        var name = System.IO.Path.GetFileName(path);
        var version =
            name.StartsWith(Before, StringComparison.Ordinal) && name.EndsWith(After, StringComparison.Ordinal) ? name[Before.Length..^After.Length]
            : name == NativeLoader.FileName && System.IO.Path.GetFileName(System.IO.Path.GetDirectoryName(path))?.Split('-') is [var first, { Length: > 0 } hash] && hash.All(char.IsAsciiHexDigitLower) ? first
            : "";
        return version.Length > 0 && char.IsAsciiDigit(version[0]) && version.All(letter => char.IsAsciiDigit(letter) || letter == '.') ? version : null;
    }
}
