using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace LibTorch.Interop;

/// <summary>A folder with libtorch's libraries, and their version, read without loading them.</summary>
/// <param name="Folder">The folder.</param>
/// <param name="Version">The version; empty where it is unknown.</param>
internal sealed partial record LibTorchFolder(string Folder, string Version)
{
    private const string Oldest = "1.13";

    // The part of the version that must match what a program was built for: a patch release keeps the binary interface.
    private string Release => ReleaseOf(Version);

    /// <summary>
    /// The libtorchs in a place: an unzipped one, a Python installation's torch folder, a prefix such as /usr, or the libraries' own
    /// folder. One folder may have several releases; the one that programs are compiled with comes first.
    /// </summary>
    public static IEnumerable<LibTorchFolder> In(string place)
    {
        string[] subfolders = ["", "lib", $"lib/{Multiarch}", "lib64"];
        foreach (var folder in subfolders.Select(name => Path.Combine(place, name)).Where(Directory.Exists))
        {
            HashSet<string> seen = [];
            foreach (var library in CpuLibraries(folder))
            {
                // Debian's torch folder consists of links to the system's files; the linked files are what is loaded.
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

    /// <summary>
    /// Whether to look at a native library for this release, which its name tells. True as well where one of the two releases is unknown.
    /// </summary>
    public bool MaySuit(string? release) => release is null || Version.Length == 0 || release == Release;

    /// <summary>Whether this libtorch is too old for any native library.</summary>
    public bool IsTooOld => System.Version.TryParse(Release, out var release) && release < System.Version.Parse(Oldest);

    /// <summary>Whether a native library fits, and the files to load it with.</summary>
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

        // For 1.13.1, Debian's files and headers say 1.13.0; only its package has the real version, which the native library recorded.
        var called = native.Folder == Folder ? $"libtorch {native.Version}" : Version.Length > 0 ? $"libtorch {Version}" : "a libtorch of unknown version";
        List<LibTorchLibrary> libraries = [];
        foreach (var asked in native.Libraries)
        {
            // Debian's libraries have the release at the end of their file names; others do not.
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

    // Whether there is a c10 function whose name has the new string type in it. The table has thousands of names, and every start of a
    // program reads it.
    private static bool HasNewStrings(ReadOnlySpan<byte> names)
    {
        for (int at; (at = names.IndexOf("cxx11"u8)) >= 0;)
        {
            names = names[(names[..at].LastIndexOf((byte)0) + 1)..];
            var end = names.IndexOf((byte)0);
            var name = end < 0 ? names : names[..end];
            names = names[name.Length..];
            if (name.StartsWith("_ZN"u8) && name.IndexOf("c10"u8) >= 0)
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

        // Enumerated only if the file above did not fit: a system's folder has thousands of files.
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
            .Append(FileVersion(library)).FirstOrDefault(version => version.Length > 0) ?? "";
    }

    // The files that give the version lie in the parent of the libraries' folder.
    private static string[] Roots(string folder) => Path.GetFileName(folder) is "lib" or "lib64" ? [folder, Path.GetDirectoryName(folder)!] : [folder];

    private static string PythonVersion(string root) =>
        File.Exists(Path.Combine(root, "version.py")) ? PythonAssignment().Match(File.ReadAllText(Path.Combine(root, "version.py"))).Groups[1].Value : "";

    private static string Line(string file) => File.Exists(file) ? File.ReadLines(file).FirstOrDefault("") : "";

    private static string FileVersion(string library)
    {
        const string Before = ".so.";
        var at = library.LastIndexOf(Before, StringComparison.Ordinal);
        var version = at < 0 ? "" : library[(at + Before.Length)..];
        return version.All(letter => char.IsAsciiDigit(letter) || letter == '.') ? Number(version) : "";
    }

    // The leading numbers with dots between them: 2.6.0 of 2.6.0+cpu; empty if there are not at least two.
    private static string Number(string text)
    {
        var end = 0;
        while (end < text.Length && (char.IsAsciiDigit(text[end]) || (end > 0 && text[end] == '.' && end + 1 < text.Length && char.IsAsciiDigit(text[end + 1]))))
        {
            end++;
        }

        return text.AsSpan(0, end).Contains('.') ? text[..end] : "";
    }

    /// <summary>The first two numbers of a version.</summary>
    public static string ReleaseOf(string version) => string.Join('.', version.Split('.').Take(2));

    [GeneratedRegex(@"^__version__ *= *['""](\d+(?:\.\d+)+)", RegexOptions.Multiline)]
    private static partial Regex PythonAssignment();
}
