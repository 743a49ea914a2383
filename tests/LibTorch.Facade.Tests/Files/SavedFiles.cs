namespace LibTorch.Tests.Files;

/// <summary>A folder with files that Python and C# write, which is gone with the test.</summary>
internal sealed class SavedFiles : FolderOfFiles
{
    /// <summary>A path in it.</summary>
    public string Path(string name) => this[name];

    /// <summary>What Python's torch.save writes of the expression.</summary>
    public string ByPython(PythonSession python, string expression, string setup = "", string name = "python.d/x.pt", string options = "")
    {
        var path = Path(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        python.Eval($"torch.save(({expression}), {Quoted(path)}{options})", setup);
        return path;
    }

    /// <summary>What Torch.Save writes.</summary>
    public string BySharp(object? value, string name = "sharp.d/x.pt")
    {
        var path = Path(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        Torch.Save(value, path);
        return path;
    }

    /// <summary>Fails where the files differ, and shows both pickles.</summary>
    public static void AssertSame(PythonSession python, string expected, string actual)
    {
        if (!File.ReadAllBytes(expected).AsSpan().SequenceEqual(File.ReadAllBytes(actual)))
        {
            Assert.Equal(Listing(python, expected), Listing(python, actual));
            Assert.Fail("The pickles are the same, but not the archives.");
        }
    }

    /// <summary>Python's quotes around a path.</summary>
    public static string Quoted(string path) => $"'{path.Replace("'", "\\'", StringComparison.Ordinal)}'";

    private static string Listing(PythonSession python, string path) => python.Eval($"listing({Quoted(path)})", """
        import io, pickletools, zipfile
        def listing(path):
            text = io.StringIO()
            with zipfile.ZipFile(path) as archive:
                for info in archive.infolist():
                    print(info.filename, info.file_size, info.header_offset, info.CRC, file=text)
                    if info.filename.endswith('data.pkl'): pickletools.dis(archive.read(info), text)
            return text.getvalue()
        """);
}
