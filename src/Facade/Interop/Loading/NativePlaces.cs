using System.Diagnostics.CodeAnalysis;

namespace LibTorch.Interop;

/// <summary>
/// The places where the native library is looked for, in order. A place is searched only if nothing in the ones before it fits.
/// </summary>
internal sealed class NativePlaces
{
    private const string Variable = "LIBTORCH_FACADE_NATIVE";

    private readonly List<NativePlace> _places = [];
    private readonly IEnumerator<NativePlace> _rest = Find().GetEnumerator();

    /// <summary>All places.</summary>
    public IEnumerable<NativePlace> Places
    {
        get
        {
            for (var i = 0; i < _places.Count || _rest.MoveNext(); i++)
            {
                if (i == _places.Count)
                {
                    _places.Add(_rest.Current);
                }

                yield return _places[i];
            }
        }
    }

    /// <summary>The files in all places.</summary>
    public IEnumerable<NativeFile> Files => Places.SelectMany(place => place.Files);

    /// <summary>The files that can be used if a libtorch fits them.</summary>
    public IEnumerable<BuiltFor> Usable => Files.Select(file => file.BuiltFor).OfType<BuiltFor>();

    /// <summary>A line of text for each file, and for each place without one.</summary>
    /// <param name="used">The file that is in use, if any.</param>
    public IEnumerable<string> Lines(string? used = null) => Places.SelectMany(place => place.Files.Count == 0
        ? [$"{place.Path}: {place.Without}"]
        : place.Files.Select(file => $"{file.Path}: {(file.Path == used ? "in use" : file.Finding)}"));

    // If the environment variable names a file, no other one is used.
    private static IEnumerable<NativePlace> Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen)
        {
            return [NativePlace.Named(Path.GetFullPath(chosen))];
        }

        var folders = BesideTheApplication.Folders.Concat(BesideTheAssembly()).Distinct().Select(NativePlace.Folder);
        string?[] cache = [UsersCache()];
        return folders.Concat(cache.OfType<string>().Select(NativePlace.Cache));
    }

    // Scripts and notebooks load the assembly from NuGet's unpacked package, and plugins from their own folder.
    [UnconditionalSuppressMessage("SingleFile", "IL3000", Justification = "An assembly within a single file has no path, and then only the program's folder counts.")]
    private static IEnumerable<string> BesideTheAssembly()
    {
        if (Path.GetDirectoryName(typeof(NativePlaces).Assembly.Location) is not { Length: > 0 } folder)
        {
            return [];
        }

        // A package has its assemblies in lib/net10.0.
        var lib = Path.GetDirectoryName(folder);
        string[] package = Path.GetFileName(lib) == "lib" ? [Path.Combine(Path.GetDirectoryName(lib)!, BesideTheApplication.PackageFolder)] : [];
        return [folder, Path.Combine(folder, BesideTheApplication.PackageFolder), .. package];
    }

    // The folder that build-for-package.sh uses.
    private static string? UsersCache()
    {
        if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache && Path.IsPathFullyQualified(cache))
        {
            return Path.Combine(cache, "libtorch-facade");
        }

        return Environment.GetEnvironmentVariable("HOME") is { Length: > 0 } home ? Path.Combine(home, ".cache", "libtorch-facade") : null;
    }
}
