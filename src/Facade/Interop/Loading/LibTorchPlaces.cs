namespace LibTorch.Interop;

/// <summary>The places where libtorch is looked for, in order.</summary>
internal static class LibTorchPlaces
{
    public const string Variable = "LIBTORCH";
    public const string Loaded = "loaded in this process already";

    // Folders that this user may not read are skipped.
    private static readonly EnumerationOptions Readable = new() { IgnoreInaccessible = true };

    /// <summary>Each place with a description. A libtorch that is already loaded, or that LIBTORCH names, is the only place.</summary>
    /// <param name="natives">The native libraries. They are enumerated lazily: only as many are read as places are asked for.</param>
    public static IEnumerable<LibTorchPlace> All(IEnumerable<BuiltFor> natives)
    {
        var loaded = ProcessMaps.Files("libtorch_cpu.so").ToArray();
        if (loaded.Length > 0)
        {
            return loaded.Select(file => new LibTorchPlace(Loaded, Path.GetDirectoryName(file)!));
        }

        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen)
        {
            return [new(Variable, Path.GetFullPath(chosen))];
        }

        return BesideTheApplication.Folders.Select(folder => new LibTorchPlace("beside the application", folder))
            .Concat(natives.Select(native => new LibTorchPlace("what the native library was built for", native.Folder)))
            .Concat(PythonFolders().Select(folder => new LibTorchPlace("a Python's torch", folder)))
            .Concat(SystemFolders().Select(folder => new LibTorchPlace("the system", folder)))
            .DistinctBy(place => Path.TrimEndingDirectorySeparator(place.Path));
    }

    // An activated environment comes first, then the installation of each python3 on the PATH, then the user's and Debian's own.
    private static IEnumerable<string> PythonFolders()
    {
        string?[] environments = [Environment.GetEnvironmentVariable("VIRTUAL_ENV"), Environment.GetEnvironmentVariable("CONDA_PREFIX")];
        var installations = Split("PATH").Where(folder => File.Exists(Path.Combine(folder, "python3"))).Select(Path.GetDirectoryName);
        var user = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".local");
        return environments.Concat(installations).Append(user).Append("/usr/local").Append("/usr").OfType<string>()
            .Where(prefix => prefix.Length > 0).Distinct().SelectMany(TorchFolders);
    }

    private static IEnumerable<string> TorchFolders(string prefix)
    {
        var lib = Path.Combine(prefix, "lib");
        var pythons = Directory.Exists(lib) ? Directory.GetDirectories(lib, "python3*", Readable) : [];
        return pythons.Order().SelectMany(python => new[] { Path.Combine(python, "site-packages", "torch"), Path.Combine(python, "dist-packages", "torch") })
            .Where(Directory.Exists);
    }

    private static IEnumerable<string> SystemFolders() => Split("LD_LIBRARY_PATH").Append("/usr/local").Append("/usr");

    private static IEnumerable<string> Split(string variable) =>
        (Environment.GetEnvironmentVariable(variable) ?? "").Split(':').Where(Path.IsPathFullyQualified);
}
