#pragma warning disable xUnit1051 // These files are read at once: there is nothing to give up.
using System.IO.Compression;
using LibTorch.Tests.Files;

namespace LibTorch.Tests.Jit;

/// <summary>Damaged archives of TorchScript, and other files, are refused before libtorch sees them.</summary>
[Collection(ProcessWideState.Name)]
public sealed class ScriptHostileTests(PythonSession python) : IDisposable
{
    private readonly SavedScripts _scripts = new();

    public void Dispose() => _scripts.Dispose();

    [Fact]
    public void Damaged_archives_are_refused_or_read()
    {
        var file = Archive();
        Mutations.Read([file], damaged => Torch.Jit.Load(new MemoryStream(damaged)).Dispose(), error => error is TorchException);
    }

    // Sums that are right again, as somebody who means harm would see to it.
    [Fact]
    public void Damaged_pickles_are_refused_though_their_sums_are_right()
    {
        var members = Members(Archive());
        var refused = 0;
        for (var number = 0; number < Mutations.Count / 4; number++)
        {
            var others = members.Select(member => member.Name.EndsWith("data.pkl", StringComparison.Ordinal) ? (member.Name, Cut(member.Bytes, number)) : member).ToArray();
            using var stream = new MemoryStream();
            HostileFiles.Write(stream, CompressionLevel.Fastest, others);
            stream.Position = 0;
            refused += Assert.ThrowsAny<TorchException>(() => Torch.Jit.Load(stream)) is TorchFileException ? 1 : 0;
        }

        Assert.Equal(Mutations.Count / 4, refused);
    }

    [Theory]
    [InlineData("not a zip", "not written by torch.jit.save: it is not a zip archive")]
    [InlineData("", "not written by torch.jit.save")]
    public void Other_files_are_named(string content, string message) =>
        Assert.Contains(message, Assert.Throws<TorchFileException>(() => Torch.Jit.Load(_scripts.With("other", System.Text.Encoding.UTF8.GetBytes(content)))).Message, StringComparison.Ordinal);

    [Fact]
    public void Archives_of_other_things_are_named()
    {
        Torch.Save(Torch.Ones(2), _scripts["tensor.pt"]);
        Assert.Contains("Torch.Load reads it", Assert.Throws<TorchFileException>(() => Torch.Jit.Load(_scripts["tensor.pt"])).Message, StringComparison.Ordinal);
        using var stream = new MemoryStream();
        HostileFiles.Write(stream, CompressionLevel.NoCompression, ("a.txt", [1, 2]));
        stream.Position = 0;
        Assert.Contains("constants.pkl", Assert.Throws<TorchFileException>(() => Torch.Jit.Load(stream)).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => Torch.Jit.Load(_scripts["missing.pt"]));
        Assert.Throws<UnauthorizedAccessException>(() => Torch.Jit.Load(_scripts.Root));
    }

    [Fact]
    public void What_unpacks_to_more_than_a_file_may_take_is_refused()
    {
        var members = Members(Archive());
        var bomb = members.Select(member => member.Name.EndsWith(".py", StringComparison.Ordinal) ? (member.Name, new byte[100 << 20]) : member).ToArray();
        using var stream = new MemoryStream();
        HostileFiles.Write(stream, CompressionLevel.Fastest, bomb);
        stream.Position = 0;
        Assert.Contains("more memory", Assert.Throws<TorchFileException>(() => Torch.Jit.Load(stream)).Message, StringComparison.Ordinal);
    }

    private byte[] Archive()
    {
        _scripts.LoadMethods(python);
        return File.ReadAllBytes(_scripts["methods.pt"]);
    }

    private static (string Name, byte[] Bytes)[] Members(byte[] file)
    {
        using var archive = new ZipArchive(new MemoryStream(file));
        return [.. archive.Entries.Select(entry =>
        {
            using var bytes = new MemoryStream();
            using var stream = entry.Open();
            stream.CopyTo(bytes);
            return (entry.FullName, bytes.ToArray());
        })];
    }

    // Its values end too soon, or take what is not there.
    private static byte[] Cut(byte[] pickle, int number)
    {
        var random = new Random(number);
        return number % 2 == 0 ? pickle[..random.Next(pickle.Length)] : [.. pickle[..2], (byte)("sbuaeRQ\x85\x86\x87"[random.Next(10)]), .. pickle[2..]];
    }
}
