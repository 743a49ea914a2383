using System.Text;
using System.Text.RegularExpressions;

namespace LibTorch.Interop;

/// <summary>
/// A file of the native library, and the libtorch that it was built for. The file itself says so; it is read, not loaded.
/// </summary>
/// <param name="Path">The file.</param>
/// <param name="Version">That libtorch's version.</param>
/// <param name="NewStrings">Whether that libtorch has GCC's new string ABI, rather than the one from before C++11.</param>
/// <param name="Boundary">The hash of the C header that it was compiled with.</param>
/// <param name="Folder">The folder of that libtorch.</param>
/// <param name="Libraries">The names of the libtorch libraries that the file needs, each after the ones that it depends on.</param>
internal sealed partial record BuiltFor(string Path, string Version, bool NewStrings, string Boundary, string Folder, IReadOnlyList<string> Libraries)
{
    private static readonly string[] InOrder = ["libc10.so", "libtorch_cpu.so"];

    /// <summary>Reads the record in the file.</summary>
    /// <exception cref="BadImageFormatException">The file is not a complete native library of the facade; the message says why.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static BuiltFor Read(string path)
    {
        var elf = ElfFile.Read(path);
        var bytes = File.ReadAllBytes(path).AsSpan();
        var at = bytes.IndexOf("ltf_built_for libtorch="u8);
        var rest = at < 0 ? [] : bytes[at..];
        var end = rest.IndexOf((byte)0);
        var record = Record().Match(end < 0 ? "" : Encoding.UTF8.GetString(rest[..end]));
        return record.Success
            ? new BuiltFor(path, record.Groups[1].Value, record.Groups[2].Value == "1", record.Groups[3].Value, record.Groups[4].Value, Sorted([.. elf.Needed.Select(needed => needed.Name)]))
            : throw new BadImageFormatException("it does not say which libtorch it was built for");
    }

    private static string[] Sorted(IReadOnlyList<string> needed) =>
        [.. InOrder.SelectMany(name => needed.Where(library => library == name || library.StartsWith(name + ".", StringComparison.Ordinal)))];

    [GeneratedRegex(@"^ltf_built_for libtorch=(\S+) cxx11_abi=([01]) boundary=([0-9a-f]+) folder=(.+)$")]
    private static partial Regex Record();
}
