using LibTorch.Interop;
using LibTorch.NN;
using LibTorch.Onnx;
using LibTorch.Tests.Files;

namespace LibTorch.Tests.Onnx;

/// <summary>Weights of ONNX files are the tensors that Python put there.</summary>
public sealed class OnnxModelTests(PythonSession python) : IDisposable
{
    private static readonly string Setup =
        $"import sys\nsys.path.insert(0, {SavedFiles.Quoted(Path.Combine(AppContext.BaseDirectory, "Onnx"))})\nfrom onnx_writer import *\ntorch.manual_seed(0)\n";

    private readonly FolderOfFiles _folder = new();

    public static TheoryData<string, bool> Types
    {
        get
        {
            TheoryData<string, bool> rows = [];
            foreach (var name in new[] { "float32", "uint8", "int8", "int16", "int32", "int64", "bool", "float16", "float64", "complex64", "complex128", "bfloat16" })
            {
                rows.Add(name, false);
                rows.Add(name, true);
            }

            return rows;
        }
    }

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Types))]
    public void Weights_have_their_types_shapes_and_bytes(string dtype, bool typed)
    {
        var setup = $"""
            {Setup}
            t = torch.randn(2, 3) * 50 if torch.{dtype}.is_floating_point else torch.randint(0, 2, (2, 3)) if torch.{dtype} is torch.bool else torch.randint(-100, 100, (2, 3))
            t = torch.view_as_complex(torch.randn(2, 3, 2, dtype=torch.{dtype}.to_real() if hasattr(torch.{dtype}, 'to_real') else torch.float64)).to(torch.{dtype}) if torch.{dtype}.is_complex else t.to(torch.{dtype})
            all = (t, t[0, 0].clone(), t[:0])
            """;
        python.Run($"{setup}\nwrite({Quoted("w.onnx")}, model([weight('abc'[i], one, {(typed ? "True" : "False")}) for i, one in enumerate(all)]))");
        var model = OnnxModel.Load(_folder["w.onnx"]);
        Assert.Equal(["a", "b", "c"], model.Weights.Keys);
        Parity.Same(python, "all", model.Weights.Values, setup);
    }

    // The parser reads a weight in pieces and joins them; nothing is copied after that.
    [Fact]
    public void Weights_are_in_memory_once()
    {
        python.Run($"{Setup}\nwrite({Quoted("large.onnx")}, model([weight(str(i), torch.ones(1 << 20)) for i in range(16)]))");
        var before = GC.GetAllocatedBytesForCurrentThread();
        var model = OnnxModel.Load(_folder["large.onnx"]);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 64 << 20, (2 * 64 + 8) << 20);
        Assert.Equal(1 << 20, model.Weights["15"].Sum().Item<float>());
    }

    [Fact]
    public void Operators_and_their_inputs_are_told()
    {
        python.Run($"{Setup}\nwrite({Quoted("w.onnx")}, model([weight('w', torch.ones(2))], [node('Mul', ['x', 'w'], ['h']), node('Relu', ['h'], ['y'])]))");
        using var stream = File.OpenRead(_folder["w.onnx"]);
        var model = OnnxModel.Load(stream);
        Assert.Equal("tests 1", model.Producer);
        Assert.Equal(["Mul(x, w) -> h", "Relu(h) -> y"], model.Nodes.Select(node => $"{node.Operator}({string.Join(", ", node.Inputs)}) -> {string.Join(", ", node.Outputs)}"));
        Assert.Equal(("x", "y"), (model.Inputs.Single(), model.Outputs.Single()));
    }

    [Fact]
    public void What_PyTorchs_exporter_writes_is_a_modules_state()
    {
        // The exporter without a package of its own was there until the one on torch.export took its place.
        Assert.SkipWhen(LibraryCalls.IsAtLeast(2, 9), "Python's exporter has needed packages of its own since libtorch 2.9");
        Assert.SkipWhen(
            LibraryCalls.IsAtLeast(2, 0) && python.Eval("bool(__import__('importlib.util').util.find_spec('onnx'))") == "False",
            "Python's exporter asks for the package onnx, which is not installed");
        python.Run($"{Setup}net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2))\ntorch.onnx.export(net, torch.ones(1, 3), {Quoted("net.onnx")})");
        Sequential net = [new Linear(3, 4), new Tanh(), new Linear(4, 2)];
        net.LoadStateDict(OnnxModel.Load(_folder["net.onnx"]).Weights);
        Parity.Same(python, "net(torch.ones(2, 3))", net.Call(Torch.Ones(2, 3)), $"{Setup}net = nn.Sequential(nn.Linear(3, 4), nn.Tanh(), nn.Linear(4, 2))");
    }

    [Fact]
    public void Weights_in_files_beside_it_are_read()
    {
        var setup = $"{Setup}t = torch.rand(4)";
        python.Run($"{setup}\nwrite({Quoted("weights.bin")}, bytes(3) + elements(t))\nwrite({Quoted("w.onnx")}, model([weight('w', t, external=('weights.bin', 3))]))");
        Parity.Same(python, "t", OnnxModel.Load(_folder["w.onnx"]).Weights["w"], setup);
        using var stream = File.OpenRead(_folder["w.onnx"]);
        Assert.Contains("load the network by its path", Assert.Throws<TorchFileException>(() => OnnxModel.Load(stream)).Message, StringComparison.Ordinal);
        File.Delete(_folder["weights.bin"]);
        Assert.Contains("which does not exist", Assert.Throws<TorchFileException>(() => OnnxModel.Load(_folder["w.onnx"])).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../secret")]
    [InlineData("/etc/hostname")]
    [InlineData("a/../../secret")]
    [InlineData("link")]
    [InlineData("")]
    public void Other_files_of_the_machine_are_not_read(string location)
    {
        Directory.CreateDirectory(_folder["net"]);
        _folder.With("secret", new byte[100]);
        File.CreateSymbolicLink(_folder["net/link"], _folder["secret"]);
        python.Run($"{Setup}write({Quoted("net/w.onnx")}, model([weight('w', torch.ones(4), external=('{location}', 0))]))");
        Assert.Contains("not in the network's folder", Assert.Throws<TorchFileException>(() => OnnxModel.Load(_folder["net/w.onnx"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Damaged_files_are_refused_or_read()
    {
        python.Run($"{Setup}write({Quoted("w.onnx")}, model([weight(f'layers.{{i}}.weight', torch.rand(3, i), i % 2 == 0) for i in range(8)], [node('Relu', ['x'], ['y'])] * 20))");
        Mutations.Read(
            [File.ReadAllBytes(_folder["w.onnx"])],
            file =>
            {
                foreach (var tensor in OnnxModel.Load(new MemoryStream(file)).Weights.Values)
                {
                    tensor.Dispose();
                }
            },
            error => error is TorchFileException or NotSupportedException);
    }

    [Fact]
    public void Other_files_are_named()
    {
        Assert.Throws<TorchFileException>(() => OnnxModel.Load(_folder.With("text", "a text"u8.ToArray())));
        Assert.Contains("no graph", Assert.Throws<TorchFileException>(() => OnnxModel.Load(_folder.With("empty", []))).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => OnnxModel.Load(_folder["missing"]));
    }

    private string Quoted(string name) => SavedFiles.Quoted(_folder[name]);
}
