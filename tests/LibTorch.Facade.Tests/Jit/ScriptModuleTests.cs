#pragma warning disable xUnit1051 // These files are read and written at once: there is nothing to give up.
using System.Globalization;
using LibTorch.Jit;
using LibTorch.NN;
using LibTorch.Optim;
using LibTorch.Tests.Files;

namespace LibTorch.Tests.Jit;

/// <summary>Networks that Python scripted or traced compute, train and are saved here as there.</summary>
[Collection(ProcessWideState.Name)]
public sealed class ScriptModuleTests(PythonSession python) : IDisposable
{
    private readonly SavedScripts _scripts = new();

    public void Dispose() => _scripts.Dispose();

    [Theory]
    [InlineData("script")]
    [InlineData("trace")]
    public void Outputs_and_gradients_are_Pythons(string kind)
    {
        python.Run($"{SavedScripts.Setup}models.saved({_scripts.Quoted("net.pt")}, '{kind}')");
        var expected = Torch.Load<StateDictionary>(_scripts["net.pt.results"]);
        var net = Torch.Jit.Load(_scripts["net.pt"]);
        net.Train();
        var number = 0;
        foreach (StateDictionary result in expected.Get<List<object?>>("results").Cast<StateDictionary>())
        {
            Torch.ManualSeed(number++);
            net.ZeroGrad();
            using var given = expected.Get<Tensor>("x").Clone().RequiresGrad_();
            var y = net.Call(given);
            y.Square().Sum().Backward();
            Same(result.Get<Tensor>("y"), y);
            Same(result.Get<Tensor>("given"), given.Grad);
            var gradients = result.Get<StateDictionary>("grads");
            Assert.Equal(gradients.Keys, net.NamedParameters().Select(parameter => parameter.Name));
            Assert.All(net.NamedParameters(), parameter => Same((Tensor?)gradients[parameter.Name], parameter.Parameter.Grad));
        }

        var state = expected.Get<StateDictionary>("state");
        Assert.Equal(state.Keys, net.StateDict().Keys);
        Assert.All(net.StateDict(), entry => Same((Tensor)state[entry.Key]!, entry.Value));
    }

    [Fact]
    public void What_was_trained_here_goes_on_in_Python()
    {
        python.Run($"{SavedScripts.Setup}models.saved({_scripts.Quoted("net.pt")}, 'script')");
        var net = Torch.Jit.Load(_scripts["net.pt"]);
        var x = Torch.Load<StateDictionary>(_scripts["net.pt.results"]).Get<Tensor>("x");
        var optimizer = new SGD(net.Parameters(), lr: 0.1);
        for (var i = 0; i < 3; i++)
        {
            optimizer.ZeroGrad();
            net.Call(x).Square().Sum().Backward();
            optimizer.Step();
        }

        net.Eval();
        Torch.Jit.Save(net, _scripts["trained.pt"]);
        var setup = $"m = torch.jit.load({_scripts.Quoted("trained.pt")})\nx = torch.load({_scripts.Quoted("net.pt.results")})['x']";
        Parity.Same(python, "m(x)", net.Call(x), setup);
        Parity.Same(python, "tuple(m.state_dict().values())", net.StateDict().Values, setup);
        Assert.Equal("False", python.Eval("m.training or m.block.norm.training", setup));
    }

    [Theory]
    [InlineData("script")]
    [InlineData("trace")]
    public void A_file_is_written_as_Python_writes_it(string kind)
    {
        python.Run($"{SavedScripts.Setup}models.saved({_scripts.Quoted("net.pt")}, '{kind}')");
        Torch.Jit.Save(Torch.Jit.Load(_scripts["net.pt"]), _scripts["sharp.pt"], new Dictionary<string, byte[]> { ["note.txt"] = "seen"u8.ToArray() });

        // Another process, where no class has been defined that would give the file's another name. What somebody holds, libtorch
        // gives a number in the file, used or not: here that is every tensor, so Python's program holds them too.
        Directory.CreateDirectory(_scripts["python"]);
        python.Run($"""
            import subprocess, sys
            code = "import sys, torch; m = torch.jit.load(sys.argv[1]); held = [*m.parameters(), *m.buffers()]; m.save(sys.argv[2], _extra_files=dict([('note.txt', 'seen')]))"
            subprocess.run([sys.executable, '-c', code, {_scripts.Quoted("net.pt")}, {_scripts.Quoted("python/sharp.pt")}], check=True)
            """);
        SavedFiles.AssertSame(python, _scripts["python/sharp.pt"], _scripts["sharp.pt"]);
    }

    [Theory]
    [InlineData("m")]
    [InlineData("m.block")]
    public void The_text_is_Pythons(string part)
    {
        python.Run($"{SavedScripts.Setup}models.saved({_scripts.Quoted("net.pt")}, 'script')");
        var net = Torch.Jit.Load(_scripts["net.pt"]);
        Module shown = part == "m" ? net : net.GetSubmodule("block");
        Parity.SameText(python, part, shown, $"m = torch.jit.load({_scripts.Quoted("net.pt")})");
    }

    [Fact]
    public void What_is_shared_inside_is_one_object()
    {
        python.Run($"{SavedScripts.Setup}models.saved({_scripts.Quoted("net.pt")}, 'script')");
        var net = Torch.Jit.Load(_scripts["net.pt"]);
        var copy = (ScriptModule)net.DeepCopy();
        foreach (var one in new[] { net, copy })
        {
            Parity.SameText(python, "[n for n, _ in m.named_parameters()]", PythonValue.Repr(one.NamedParameters().Select(parameter => (object?)parameter.Name).ToList()), $"m = torch.jit.load({_scripts.Quoted("net.pt")})");
            Assert.Equal(python.Eval("m.head.weight is m.tied.weight", $"m = torch.jit.load({_scripts.Quoted("net.pt")})") == "True", ReferenceEquals(one.GetParameter("head.weight"), one.GetParameter("tied.weight")));
        }

        using (Torch.NoGrad())
        {
            copy.GetParameter("head.weight").Zero_();
        }

        Assert.NotEqual(0, net.GetParameter("head.weight").Abs().Sum().Item<float>());
        Assert.Equal(net.ToString(), copy.ToString());
    }

    [Fact]
    public void It_stands_in_a_Sequential_and_is_converted_with_it()
    {
        python.Run($"{SavedScripts.Setup}models.saved({_scripts.Quoted("net.pt")}, 'trace')");
        Sequential all = [Torch.Jit.Load(_scripts["net.pt"]), new ReLU()];
        all.Double().Eval();
        Torch.Save(all.StateDict(), _scripts["state.pt"]);
        Torch.ManualSeed(1);
        var x = Torch.Rand([1, 2, 4, 4], dtype: DType.Float64);
        Parity.Same(python, "m(x)", all.Call(x), $"""
            m = nn.Sequential(torch.jit.load({_scripts.Quoted("net.pt")}), nn.ReLU()).double().eval()
            m.load_state_dict(torch.load({_scripts.Quoted("state.pt")}))
            torch.manual_seed(1)
            x = torch.rand(1, 2, 4, 4, dtype=torch.float64)
            """);
        Assert.All(all.Parameters(), parameter => Assert.Equal(DType.Float64, parameter.DType));
    }

    [Fact]
    public void Stand_ins_for_compiled_weights_are_refused_in_Pythons_words()
    {
        var net = _scripts.LoadMethods(python);
        Parity.SameError(
            python,
            "functional_call(m, {'weight': torch.ones(3)}, (torch.ones(3),))",
            () => Torch.Func.FunctionalCall<Tensor, Tensor>(net, new Dictionary<string, Tensor> { ["weight"] = Torch.Ones(3) }, Torch.Ones(3)),
            $"try: from torch.func import functional_call\nexcept ImportError: from torch.nn.utils.stateless import functional_call\n{_scripts.SetupWithMethods}");
    }

    [Fact]
    public void Streams_and_files_beside_the_network_work_too()
    {
        var net = _scripts.LoadMethods(python);
        using var stream = new MemoryStream();
        stream.Write([1, 2, 3]);
        var told = new Told();
        Torch.Jit.Save(net, new ForwardStream(stream), new Dictionary<string, byte[]> { ["a/b.txt"] = [1, 255], ["empty"] = [] }, told);
        Assert.Equal(stream.Length - 3, told.All[^1]);
        stream.Position = 3;
        Dictionary<string, byte[]> extra = [];
        var read = new Told();
        var loaded = Torch.Jit.Load(stream, "cpu", extra, read);
        Assert.True(read.All[^1] >= stream.Length / 2, string.Create(CultureInfo.InvariantCulture, $"{read.All[^1]} of {stream.Length}"));
        Assert.Equal(["a/b.txt", "empty"], extra.Keys.Order());
        Assert.Equal([1, 255], extra["a/b.txt"]);
        Assert.Equal(net.StateDict().Keys, loaded.StateDict().Keys);
    }

    [Fact]
    public void To_give_up_leaves_the_old_file_and_throws_what_was_thrown()
    {
        var net = _scripts.LoadMethods(python);
        using var stop = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Torch.Jit.Load(_scripts["methods.pt"], progress: new Told(stop.Cancel), cancellationToken: stop.Token));
        var path = _scripts.With("old.pt", [7]);
        Assert.Throws<OperationCanceledException>(() => Torch.Jit.Save(net, path, progress: new Told(stop.Cancel), cancellationToken: stop.Token));
        Assert.Equal([7], File.ReadAllBytes(path));
        var full = new IOException("No space left on device");
        Assert.Same(full, Assert.Throws<IOException>(() => Torch.Jit.Save(net, new ForwardStream(new MemoryStream()), progress: new Told(() => throw full))));
    }

    [Fact]
    public void Disposing_frees_all_of_it()
    {
        var net = _scripts.LoadMethods(python);
        var weight = net.GetParameter("weight");
        net.Dispose();
        Assert.Throws<ObjectDisposedException>(() => net.Call(Torch.Ones(3)));
        Assert.Throws<ObjectDisposedException>(() => weight.Sum());
    }

    private static void Same(Tensor? expected, Tensor? actual) => Assert.Equal(expected is null ? "None" : Parity.Bits(expected), actual is null ? "None" : Parity.Bits(actual));
}
