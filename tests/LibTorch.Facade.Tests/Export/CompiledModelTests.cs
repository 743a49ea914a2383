using System.IO.Compression;
using LibTorch.Interop;
using LibTorch.NN;
using LibTorch.Tests.Files;

namespace LibTorch.Tests.Export;

/// <summary>Networks that Python compiled ahead of time.</summary>
[Collection(ProcessWideState.Name)]
public sealed class CompiledModelTests(PythonSession python) : IDisposable
{
    private const string Compile = """
        import torch._inductor.config
        torch._inductor.config.compile_threads = 1
        class M(nn.Module):
            def __init__(self):
                super().__init__()
                self.fc = nn.Linear(3, 4)
            def forward(self, x, more):
                y = self.fc(x).relu()
                return {'y': y, 'sums': (y.sum(), [more['a'] + 1])}
        class One(nn.Module):
            def __init__(self):
                super().__init__()
                self.fc = nn.Linear(3, 4)
            def forward(self, x):
                return self.fc(x).sigmoid()
        def compiled(module, inputs, path):
            torch.manual_seed(0)
            program = torch.export.export(module().eval(), inputs)
            torch.export.save(program, path + '.exported.pt2')
            torch._inductor.aoti_compile_and_package(program, package_path=path)

        """;

    private readonly FolderOfFiles _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Results_are_Pythons_or_the_version_is_named()
    {
        if (!LibraryCalls.IsAtLeast(2, 6))
        {
            var refused = Assert.Throws<TorchNotImplementedException>(() => Torch.Export.Load(Package("x86_64")));
            Assert.Contains("that needs libtorch 2.6 or newer", refused.Message, StringComparison.Ordinal);
            return;
        }

        Assert.SkipWhen(
            python.Eval("installed()", "def installed():\n    try: import setuptools.command\n    except ImportError: return False\n    return True") == "False",
            "Python's compiler asks for the package setuptools, which is not installed");
        var (path, one) = (SavedFiles.Quoted(_folder["m.pt2"]), SavedFiles.Quoted(_folder["one.pt2"]));
        python.Run($"{Compile}compiled(M, (torch.ones(2, 3), {{'a': torch.ones(2)}}), {path})\ncompiled(One, (torch.ones(2, 3),), {one})");
        var setup = $"{ValueText.Python}torch.manual_seed(1)\nx = torch.rand(2, 3)\nm, one = [torch._inductor.aoti_load_package(p) for p in ({path}, {one})]";
        Torch.ManualSeed(1);
        var x = Torch.Rand(2, 3);
        using var model = Torch.Export.Load(_folder["m.pt2"]);
        Assert.Equal(python.Eval("text(m(x, {'a': torch.ones(2)}))", setup), ValueText.Of(model.Invoke(x, new Dictionary<string, Tensor> { ["a"] = Torch.Ones(2) })));
        Assert.Equal(python.Eval("text(sorted(m.loader.get_metadata().items()))", setup), ValueText.Of(model.Metadata.OrderBy(note => note.Key, StringComparer.Ordinal).Select(note => new object?[] { note.Key, note.Value }).ToList<object?>()));

        // From a stream, and as a module among others.
        Sequential all;
        using (var stream = File.OpenRead(_folder["one.pt2"]))
        {
            all = [Torch.Export.Load(stream), new ReLU()];
        }

        Parity.Same(python, "one(x).relu()", all.Call(x), setup);
        Assert.ThrowsAny<TorchException>(() => all.Call(Torch.Ones(5, 7)));
        Assert.Contains("no model 'other'. It has 'model'", Assert.Throws<TorchFileException>(() => Torch.Export.Load(_folder["one.pt2"], "other")).Message, StringComparison.Ordinal);
        Assert.Contains("only Python can run", Assert.Throws<TorchFileException>(() => Torch.Export.Load(_folder["one.pt2.exported.pt2"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_compiled_for_another_machine_is_refused()
    {
        Assert.Contains("another machine: s390x", Assert.Throws<TorchFileException>(() => Torch.Export.Load(Package("s390x"))).Message, StringComparison.Ordinal);
        Assert.Contains("another system: win32", Assert.Throws<TorchFileException>(() => Torch.Export.Load(Package("x86_64", "win32"))).Message, StringComparison.Ordinal);
        Assert.Contains("cannot be read", Assert.Throws<TorchFileException>(() => Torch.Export.Load(Written(("a/data/aotinductor/model/x_metadata.json", "[1"u8.ToArray())))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_code_is_not_loaded()
    {
        var path = Written(("a/data/aotinductor/model/x.so", [.. Enumerable.Repeat((byte)7, 1000)]));
        var bytes = File.ReadAllBytes(path);
        bytes[Array.LastIndexOf(bytes, (byte)7, bytes.Length / 2)]++;
        File.WriteAllBytes(path, bytes);
        Assert.Contains("is not what it was", Assert.Throws<TorchFileException>(() => Torch.Export.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_files_are_named()
    {
        Assert.Contains("only Python can run", Assert.Throws<TorchFileException>(() => Torch.Export.Load(Written(("serialized_exported_program.json", [])))).Message, StringComparison.Ordinal);
        Assert.Contains("not a package of AOTInductor", Assert.Throws<TorchFileException>(() => Torch.Export.Load(Written(("a", [])))).Message, StringComparison.Ordinal);
        Assert.Contains("not a package of AOTInductor", Assert.Throws<TorchFileException>(() => Torch.Export.Load(_folder.With("b", [1, 2]))).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => Torch.Export.Load(_folder["missing"]));
    }

    private string Package(string machine, string system = "linux") =>
        Written(("a/data/aotinductor/model/x_metadata.json", System.Text.Encoding.UTF8.GetBytes($"{{\"AOTI_MACHINE\": \"{machine}\", \"AOTI_PLATFORM\": \"{system}\", \"AOTI_DEVICE_KEY\": \"cpu\"}}")));

    private string Written(params (string Name, byte[] Bytes)[] members)
    {
        using var stream = new MemoryStream();
        HostileFiles.Write(stream, CompressionLevel.NoCompression, members);
        return _folder.With("package.pt2", stream.ToArray());
    }
}
