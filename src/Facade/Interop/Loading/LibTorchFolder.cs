using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace LibTorch.Interop;

/// <summary>A folder with libtorch's libraries, and their version, read without loading them.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Version">The version; empty where nothing tells.</param>
internal sealed partial record LibTorchFolder(string Folder, string Version)
{
    private const string Oldest = "1.13";

    // As far as two are the same to a program that was built for one: a patch release keeps the binary interface.
    private string Release => ReleaseOf(Version);

    /// <summary>
    /// The libtorchs in a place: an unzipped one, a Python installation's torch folder, a prefix such as /usr, or the
    /// libraries' own folder. Several releases may lie in one folder, the one that programs are compiled with first.
    /// </summary>
    public static IEnumerable<LibTorchFolder> In(string place)
    {
        string[] subfolders = ["", "lib", $"lib/{Multiarch}", "lib64"];
        foreach (var folder in subfolders.Select(name => Path.Combine(place, name)).Where(Directory.Exists))
        {
            HashSet<string> seen = [];
            foreach (var library in CpuLibraries(folder))
            {
                // Debian's torch folder is made of links to the system's files; those are the ones that are loaded.
                var real = Resolve(library);
                var home = Path.GetDirectoryName(real)!;
                if (seen.Add(real))
                {
                    yield return new LibTorchFolder(home, VersionOf(place, home, real));
                }
            }

            if (seen.Count > 0)
            {
                yield break;
            }
        }
    }

    /// <summary>Whether a native library for this release, as its name tells, is to be looked at. Nothing speaks against it where one of them is not known.</summary>
    public bool MaySuit(string? release) => release is null || Version.Length == 0 || release == Release;

    /// <summary>Whether no native library can be built for it.</summary>
    public bool IsTooOld => System.Version.TryParse(Release, out var release) && release < System.Version.Parse(Oldest);

    /// <summary>Whether a native library fits, and the files that it is to be loaded with.</summary>
    /// <exception cref="IOException">One of the files cannot be read.</exception>
    public LibTorchFit FitOf(BuiltFor native)
    {
        if (IsTooOld)
        {
            return LibTorchFit.No($"libtorch {Version} is too old: {Oldest} or newer is needed");
        }

        if (!MaySuit(ReleaseOf(native.Version)))
        {
            return LibTorchFit.OtherRelease;
        }

        // Debian's files and headers call a patch release by the release's first number; its package does not.
        var called = native.Folder == Folder ? $"libtorch {native.Version}" : Version.Length > 0 ? $"libtorch {Version}" : "a libtorch of unknown version";
        List<LibTorchLibrary> libraries = [];
        foreach (var asked in native.Libraries)
        {
            // Debian's libraries have the release behind their names, and those of others have not.
            string[] names = [asked, asked[..(asked.IndexOf(".so", StringComparison.Ordinal) + ".so".Length)]];
            if (names.Select(name => Path.Combine(Folder, name)).FirstOrDefault(File.Exists) is not { } path)
            {
                return LibTorchFit.No($"{called} without {asked}, which the native library was built for");
            }

            try
            {
                var isCore = asked.StartsWith("libc10.so", StringComparison.Ordinal);
                var elf = ElfFile.Read(path, names: isCore);
                var name = elf.Name.Length > 0 ? elf.Name : asked;
                if (name.Length > asked.Length)
                {
                    return LibTorchFit.No($"{called}, whose {Path.GetFileName(path)} calls itself {name}");
                }

                if (isCore && HasNewStrings(elf.Names.Span) != native.NewStrings)
                {
                    return LibTorchFit.No($"{called} with GCC's {Strings(!native.NewStrings)} string ABI, but the native library was built for libtorch {native.Version} with the {Strings(native.NewStrings)} one");
                }

                libraries.Add(new LibTorchLibrary(asked, path, name));
            }
            catch (BadImageFormatException broken)
            {
                return LibTorchFit.No($"{called}, of whose {Path.GetFileName(path)} {broken.Message}");
            }
        }

        return new LibTorchFit(null, libraries);
    }

    private static string Multiarch => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "aarch64-linux-gnu" : "x86_64-linux-gnu";

    private static string Strings(bool ofToday) => ofToday ? "new" : "old";

    // A function of c10's with a string of today in its name. The names are thousands, and every start of a program looks at them.
    private static bool HasNewStrings(ReadOnlySpan<byte> names)
    {
        foreach (var range in names.Split((byte)0))
        {
            var name = names[range];
            if (name.StartsWith("_ZN"u8) && name.IndexOf("c10"u8) >= 0 && name.IndexOf("cxx11"u8) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static IEnumerable<string> CpuLibraries(string folder)
    {
        var unversioned = Path.Combine(folder, "libtorch_cpu.so");
        if (File.Exists(unversioned))
        {
            yield return unversioned;
        }

        // Only where that one did not do: a system's folder has thousands of files.
        foreach (var library in Directory.EnumerateFiles(folder, "libtorch_cpu.so.*").Order(StringComparer.Ordinal).Where(File.Exists))
        {
            yield return library;
        }
    }

    private static string Resolve(string path) =>
        File.ResolveLinkTarget(path, returnFinalTarget: true) is { Exists: true } target ? target.FullName : path;

    private static string VersionOf(string place, string home, string library)
    {
        var roots = new[] { place, home }.SelectMany(Roots).Distinct().ToArray();
        return roots.Select(root => Number(Line(Path.Combine(root, "build-version")))).Concat(roots.Select(PythonVersion))
            .Append(Number(FileVersion().Match(library).Groups[1].Value)).FirstOrDefault(version => version.Length > 0) ?? "";
    }

    // What tells a version lies beside the libraries' folder.
    private static string[] Roots(string folder) => Path.GetFileName(folder) is "lib" or "lib64" ? [folder, Path.GetDirectoryName(folder)!] : [folder];

    private static string PythonVersion(string root) =>
        File.Exists(Path.Combine(root, "version.py")) ? PythonAssignment().Match(File.ReadAllText(Path.Combine(root, "version.py"))).Groups[1].Value : "";

    private static string Line(string file) => File.Exists(file) ? File.ReadLines(file).FirstOrDefault("") : "";

    private static string Number(string text) => Leading().Match(text).Value;

    /// <summary>The first two numbers of a version.</summary>
    public static string ReleaseOf(string version) => string.Join('.', version.Split('.').Take(2));

    [GeneratedRegex(@"^\d+(\.\d+)+")]
    private static partial Regex Leading();

    [GeneratedRegex(@"\.so\.([\d.]+)$")]
    private static partial Regex FileVersion();

    [GeneratedRegex(@"^__version__ *= *['""](\d+(?:\.\d+)+)", RegexOptions.Multiline)]
    private static partial Regex PythonAssignment();
}
