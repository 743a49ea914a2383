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

    /// <summary>The libtorch in a place: an unzipped one, a Python installation's torch folder, a prefix such as /usr, or the libraries' own folder.</summary>
    /// <param name="place">The place.</param>
    /// <param name="native">What is to be used with it.</param>
    public static LibTorchFolder? In(string place, BuiltFor native)
    {
        string[] subfolders = ["", "lib", $"lib/{Multiarch}", "lib64"];
        foreach (var folder in subfolders.Select(name => Path.Combine(place, name)).Where(Directory.Exists))
        {
            if (CpuLibrary(folder, native) is { } library)
            {
                // Debian's torch folder is made of links to the system's files; those are the ones that are loaded.
                var real = Resolve(library);
                var home = Path.GetDirectoryName(real)!;
                return new LibTorchFolder(home, VersionOf(place, home, real, native));
            }
        }

        return null;
    }

    /// <summary>Whether no native library can be built for it.</summary>
    public bool IsTooOld => System.Version.TryParse(Release, out var release) && release < System.Version.Parse(Oldest);

    /// <summary>Why the native library cannot be used with it; null where it can.</summary>
    /// <exception cref="IOException">One of the files cannot be read.</exception>
    public string? Misfit(BuiltFor native)
    {
        if (IsTooOld)
        {
            return $"libtorch {Version} is too old: {Oldest} or newer is needed";
        }

        if (Version.Length > 0 && Release != ReleaseOf(native.Version))
        {
            return $"libtorch {Version}, but the native library was built for libtorch {native.Version}";
        }

        foreach (var name in native.Libraries)
        {
            var path = Path.Combine(Folder, name);
            if (!File.Exists(path))
            {
                return $"{Called} without {name}, which the native library was built for";
            }

            try
            {
                var isCore = name.StartsWith("libc10.so", StringComparison.Ordinal);
                var elf = ElfFile.Read(path, names: isCore);
                if (elf.Name.Length > 0 && elf.Name != name)
                {
                    return $"{Called}, whose {name} calls itself {elf.Name}";
                }

                if (isCore && HasNewStrings(elf.Names.Span) != native.NewStrings)
                {
                    return $"{Called} with GCC's {Strings(!native.NewStrings)} string ABI, but the native library was built for libtorch {native.Version} with the {Strings(native.NewStrings)} one";
                }
            }
            catch (BadImageFormatException broken)
            {
                return $"{Called}, of whose {name} {broken.Message}";
            }
        }

        return null;
    }

    private string Called => Version.Length > 0 ? $"libtorch {Version}" : "a libtorch of unknown version";

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

    // Several releases may lie in one folder, under the names that are asked for; without a compiler's package, only those are there.
    private static string? CpuLibrary(string folder, BuiltFor native)
    {
        string?[] names = [native.Libraries.FirstOrDefault(name => name.StartsWith("libtorch_cpu.so", StringComparison.Ordinal)), "libtorch_cpu.so"];
        var wanted = names.OfType<string>().Select(name => Path.Combine(folder, name));
        return wanted.Concat(Directory.EnumerateFiles(folder, "libtorch_cpu.so.*").Order()).FirstOrDefault(File.Exists);
    }

    private static string Resolve(string path) =>
        File.ResolveLinkTarget(path, returnFinalTarget: true) is { Exists: true } target ? target.FullName : path;

    private static string VersionOf(string place, string home, string library, BuiltFor native)
    {
        var roots = new[] { place, home }.SelectMany(Roots).Distinct().ToArray();
        var found = roots.Select(root => Number(Line(Path.Combine(root, "build-version")))).Concat(roots.Select(PythonVersion))
            .Append(Number(FileVersion().Match(library).Groups[1].Value)).FirstOrDefault(version => version.Length > 0) ?? "";

        // Debian's files and headers call a patch release by the release's first number; its package does not.
        return home == native.Folder && ReleaseOf(found) == ReleaseOf(native.Version) ? native.Version : found;
    }

    // What tells a version lies beside the libraries' folder.
    private static string[] Roots(string folder) => Path.GetFileName(folder) is "lib" or "lib64" ? [folder, Path.GetDirectoryName(folder)!] : [folder];

    private static string PythonVersion(string root) =>
        File.Exists(Path.Combine(root, "version.py")) ? PythonAssignment().Match(File.ReadAllText(Path.Combine(root, "version.py"))).Groups[1].Value : "";

    private static string Line(string file) => File.Exists(file) ? File.ReadLines(file).FirstOrDefault("") : "";

    private static string Number(string text) => Leading().Match(text).Value;

    private static string ReleaseOf(string version) => string.Join('.', version.Split('.').Take(2));

    [GeneratedRegex(@"^\d+(\.\d+)+")]
    private static partial Regex Leading();

    [GeneratedRegex(@"\.so\.([\d.]+)$")]
    private static partial Regex FileVersion();

    [GeneratedRegex(@"^__version__ *= *['""](\d+(?:\.\d+)+)", RegexOptions.Multiline)]
    private static partial Regex PythonAssignment();
}
