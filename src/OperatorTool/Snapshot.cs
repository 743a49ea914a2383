namespace LibTorch.OperatorTool;

/// <summary>
/// A libtorch's operator registry as a text file: the generator's input, and the reference for a test of the running libtorch.
/// </summary>
internal static class Snapshot
{
    public const string Suffix = ".schemas.txt";

    /// <summary>Writes the file atomically, and returns its path.</summary>
    public static string Write(string folder)
    {
        var path = Path.Combine(folder, Torch.Version + Suffix);
        var head = $"# All operators of libtorch {Torch.Version}, as its registry describes them. Written by ./build.sh generate.";
        File.WriteAllLines(path + ".new", [head, .. OperatorRegistry.Schemas().Order(StringComparer.Ordinal)]);
        File.Move(path + ".new", path, overwrite: true);
        return path;
    }

    /// <summary>The schemas that a library adds to the registry, in the format that the generator reads.</summary>
    /// <exception cref="DllNotFoundException">The library cannot be loaded.</exception>
    public static string OfLibrary(FileInfo library)
    {
        var before = OperatorRegistry.Schemas().ToHashSet();
        Torch.Ops.LoadLibrary(library.FullName);
        var added = OperatorRegistry.Schemas().Where(schema => !before.Contains(schema)).Order(StringComparer.Ordinal);
        return string.Join('\n', [$"# The operators of {library.Name}, as libtorch {Torch.Version} describes them. Written by ./build.sh generate --library.", .. added, ""]);
    }
}
