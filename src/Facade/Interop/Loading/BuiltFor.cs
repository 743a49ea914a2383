using System.Text;

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
internal sealed record BuiltFor(string Path, string Version, bool NewStrings, string Boundary, string Folder, IReadOnlyList<string> Libraries)
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
        return Recorded(end < 0 ? "" : Encoding.UTF8.GetString(rest[..end])) is [var version, ("0" or "1") and var strings, var boundary, var folder]
            && !version.Any(char.IsWhiteSpace) && boundary.All(char.IsAsciiHexDigitLower) && !folder.Contains('\n', StringComparison.Ordinal)
            ? new BuiltFor(path, version, strings == "1", boundary, folder, Sorted(elf.Needed))
            : throw new BadImageFormatException("it does not say which libtorch it was built for");
    }

    // The values of the fields in their order; null if one is missing or empty. There is no regular expression, as its classes would be
    // loaded at every start of a program.
    private static string[]? Recorded(string record)
    {
        string[] fields = ["ltf_built_for libtorch=", " cxx11_abi=", " boundary=", " folder="];
        var values = new string[fields.Length];
        var at = 0;
        for (var i = 0; i < fields.Length; i++)
        {
            if (string.CompareOrdinal(record, at, fields[i], 0, fields[i].Length) != 0)
            {
                return null;
            }

            at += fields[i].Length;
            var end = i + 1 < fields.Length ? record.IndexOf(fields[i + 1], at, StringComparison.Ordinal) : record.Length;
            if (end <= at)
            {
                return null;
            }

            values[i] = record[at..end];
            at = end;
        }

        return values;
    }

    private static string[] Sorted(IReadOnlyList<NeededLibrary> needed) =>
        [.. InOrder.SelectMany(name => needed.Where(library => library.Name == name || library.Name.StartsWith(name + ".", StringComparison.Ordinal)).Select(library => library.Name))];
}
