namespace LibTorch.Interop;

/// <summary>The command that fixes what keeps the libraries from being loaded.</summary>
internal static class Mending
{
    public const string NoNative = $"{Build}, which builds the native library for the libtorch on this machine";

    // The package comes without build.sh: its targets build the native library when a program is built.
#if PACKAGE
    private const string Build = "dotnet build";
#else
    private const string Build = "./build.sh native";
#endif

    private const string Variable = "set LIBTORCH to an unzipped libtorch, or to a Python installation's torch folder";

    /// <summary>The fix if no libtorch was found.</summary>
    public static string Nothing => Environment.GetEnvironmentVariable(LibTorchPlaces.Variable) is { Length: > 0 }
        ? $"unset LIBTORCH, or {Variable}"
        : $"apt-get install libtorch-dev && {Build}, or {Variable}";

    /// <summary>The fix if a libtorch was found that no native library was built for.</summary>
    /// <param name="found">That libtorch.</param>
    /// <param name="origin">The place that it was found in.</param>
    /// <param name="natives">The native libraries.</param>
    /// <param name="before">The fix for what was found before.</param>
    public static string Misfit(LibTorchFolder found, string origin, IEnumerable<BuiltFor> natives, string before) => origin switch
    {
        LibTorchPlaces.Loaded => $"{BuildFor(found.Folder)}; or load nothing else that brings a libtorch of its own",
        _ when found.IsTooOld => before,
        LibTorchPlaces.Variable => $"{BuildFor(found.Folder)}; or unset LIBTORCH, or set it to a libtorch {Versions(natives, "or")}",

        // The first libtorch that was found has precedence.
        _ => before == Nothing ? BuildFor(found.Folder) : before,
    };

    /// <summary>The fix if the system's loader refused a file.</summary>
    public static string Refused(string file, string folder, string reason) =>
        reason.Contains("cannot open shared object file", StringComparison.Ordinal)
            ? $"ldd {file} | grep 'not found' lists the libraries that are missing; install the packages that they are in"
            : BuildFor(folder);

    /// <summary>The versions that the native libraries were built for, as text.</summary>
    public static string Versions(IEnumerable<BuiltFor> natives, string conjunction)
    {
        string[] versions = [.. natives.Select(native => native.Version).Distinct()];
        return versions.Length == 1 ? versions[0] : $"{string.Join(", ", versions[..^1])} {conjunction} {versions[^1]}";
    }

    private static string BuildFor(string folder) => $"LIBTORCH={Root(folder)} {Build}";

    // The value for LIBTORCH: the parent of the libraries' folder; for Debian the parent of that.
    private static string Root(string folder)
    {
        var parent = Path.GetDirectoryName(folder)!;
        return Path.GetFileName(folder) is "lib" or "lib64" ? parent : Path.GetFileName(parent) == "lib" ? Path.GetDirectoryName(parent)! : folder;
    }
}
