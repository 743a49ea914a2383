#pragma warning disable xUnit1051 // These files are read and written at once: there is nothing to give up.
using LibTorch.NN;
using LibTorch.Optim;

namespace LibTorch.Tests.Files;

/// <summary>Torch.Load reads what Python's torch.save wrote, of both formats, and gives its values.</summary>
[Collection(ProcessWideState.Name)]
public sealed class LoadTests(PythonSession python)
{
    public static TheoryData<string> Rows => SavedRow.Names;

    [Theory]
    [MemberData(nameof(Rows))]
    public void Values_are_Pythons_and_are_written_again_as_they_were(string name)
    {
        var row = SavedRow.Of(name);
        using var files = new SavedFiles();
        var path = files.ByPython(python, row.Python, row.Setup);
        var expected = python.Eval($"text(torch.load({SavedFiles.Quoted(path)}, weights_only=False))", ValueText.Python);
        foreach (var mmap in new[] { false, true })
        {
            var value = Torch.Load(path, mmap: mmap);
            Assert.Equal(expected, ValueText.Of(value));
            var again = files.BySharp(value);
            Assert.Equal(expected, python.Eval($"text(torch.load({SavedFiles.Quoted(again)}, weights_only=False))", ValueText.Python));
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_old_format_is_read_too(string name)
    {
        var row = SavedRow.Of(name);
        using var files = new SavedFiles();
        var path = files.ByPython(python, row.Python, row.Setup, options: ", _use_new_zipfile_serialization=False");
        // Python 2 writes dtypes in this format that it cannot read: what it wrote is expected then.
        var expected = python.Eval(
            "read()",
            $$"""
            {{ValueText.Python}}
            {{row.Setup}}
            def read():
                try: return text(torch.load({{SavedFiles.Quoted(path)}}, weights_only=False))
                except AttributeError as error:
                    if str(error) != "type object 'torch.storage.UntypedStorage' has no attribute 'dtype'": raise
                    return text(({{row.Python}}))
            """);
        Assert.Equal(expected, ValueText.Of(Torch.Load(path)));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Newer_pickles_are_read(int protocol)
    {
        const string Value = "{'t': torch.ones(2), 'b': b'bytes' * 100, 's': {1, 2}, 'l': [1.5, None, 'x' * 300], 'n': [10**300, -1], 'o': nn.Linear(2, 2).state_dict(), 'a': bytearray(b'xy')}";
        using var files = new SavedFiles();
        var path = files.ByPython(python, "v", $"torch.manual_seed(0)\nv = {Value}", options: $", pickle_protocol={protocol}");
        Assert.Equal(python.Eval($"text(torch.load({SavedFiles.Quoted(path)}, weights_only=False))", ValueText.Python).Replace("bytearray(b'xy')", "bytes 7879", StringComparison.Ordinal), ValueText.Of(Torch.Load(path)));
    }

    [Theory]
    [InlineData(false, "")]
    [InlineData(true, "")]
    [InlineData(false, ", _use_new_zipfile_serialization=False")]
    public void What_shared_a_storage_shares_it_again(bool mmap, string options)
    {
        using var files = new SavedFiles();
        var loaded = Torch.Load<List<object?>>(files.ByPython(python, "[x, x[1:], x.t(), x]", "x = torch.arange(6.).reshape(2, 3)", options: options), mmap: mmap);
        var (x, row, turned) = ((Tensor)loaded[0]!, (Tensor)loaded[1]!, (Tensor)loaded[2]!);
        Assert.Same(x, loaded[3]);
        x[1, 2] = 7;
        Assert.Equal(7, row[0, 2].Item<float>());
        Assert.Equal(7, turned[2, 1].Item<float>());
    }

    [Fact]
    public void To_write_into_a_mapped_tensor_leaves_the_file()
    {
        using var files = new SavedFiles();
        var path = files.BySharp(Torch.Zeros([1000]));
        var before = File.ReadAllBytes(path);
        var tensor = Torch.Load<Tensor>(path, mmap: true);
        tensor.Fill_(3);
        Assert.Equal(3000, tensor.Sum().Item<float>());
        Assert.Equal(before, File.ReadAllBytes(path));
        Assert.Equal(4000, tensor.UntypedStorage().ByteCount);
    }

    [Fact]
    public void A_mapped_tensor_outlives_its_file()
    {
        using var files = new SavedFiles();
        var path = files.BySharp(new List<object?> { Torch.Ones([1 << 20]), Torch.Ones([2]) });
        var tensor = (Tensor)Torch.Load<List<object?>>(path, mmap: true)[0]!;
        File.Delete(path);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.Equal(1 << 20, tensor.Sum().Item<float>());
    }

    [Fact]
    public void A_map_says_where_tensors_go()
    {
        using var files = new SavedFiles();
        var path = files.BySharp(new List<object?> { Torch.Ones([2]), new Parameter(Torch.Ones([2])) });
        List<string> seen = [];
        MapLocation[] maps = [Device.Meta, "meta", new Dictionary<string, Device> { ["cpu"] = "meta" }, new(location => { seen.Add(location); return Device.Meta; })];
        foreach (var map in maps)
        {
            var loaded = Torch.Load<List<object?>>(path, map);
            Assert.All(loaded.Cast<Tensor>(), tensor => Assert.True(tensor.IsMeta));
            Assert.IsType<Parameter>(loaded[1]);
        }

        Assert.Equal(["cpu", "cpu"], seen);
        Assert.True(((Tensor)Torch.Load<List<object?>>(path, new MapLocation(_ => null))[0]!).IsCpu);
    }

    [Fact]
    public void Types_are_asked_for()
    {
        using var files = new SavedFiles();
        var path = files.ByPython(python, "{'net': nn.Linear(2, 1).state_dict(), 'plain': {'w': torch.ones(1)}, 'epoch': 3, 'loss': 0.5, 'name': 'x', 'none': None, 'big': 2**40}");
        var checkpoint = Torch.Load<StateDictionary>(path);
        Assert.Equal(["weight", "bias"], checkpoint.Get<StateDict>("net").Keys);
        Assert.Equal(["w"], checkpoint.Get<StateDict>("plain").Keys);
        Assert.Equal(3, checkpoint.Get<int>("epoch"));
        Assert.Equal(3.0, checkpoint.Get<double>("epoch"));
        Assert.Equal(0.5f, checkpoint.Get<float>("loss"));
        Assert.Equal("x", checkpoint.Get<string>("name"));
        Assert.Null(checkpoint.Get<Tensor?>("none"));
        Assert.Throws<InvalidCastException>(() => checkpoint.Get<int>("loss"));
        Assert.Throws<InvalidCastException>(() => checkpoint.Get<int>("big"));
        Assert.Throws<InvalidCastException>(() => checkpoint.Get<bool>("epoch"));
        Assert.Equal("The file has a dictionary, where a Tensor was expected.", Assert.Throws<TorchFileException>(() => Torch.Load<Tensor>(path)).Message);
        Assert.Equal("The file has a dictionary, where a StateDict was expected.", Assert.Throws<TorchFileException>(() => Torch.Load<StateDict>(path)).Message);
        Assert.Equal("The file has a dictionary, where a List<Tensor> was expected.", Assert.Throws<TorchFileException>(() => Torch.Load<List<Tensor>>(path)).Message);
        Assert.Equal("The file has a dictionary, where an int? was expected.", Assert.Throws<TorchFileException>(() => Torch.Load<int?>(path)).Message);
        Assert.Equal("The file has a dictionary, where a (Tensor, long[]) was expected.", Assert.Throws<TorchFileException>(() => Torch.Load<(Tensor, long[])>(path)).Message);
        path = files.ByPython(python, "300");
        Assert.Equal("The file has the long 300, where a byte was expected.", Assert.Throws<TorchFileException>(() => Torch.Load<byte>(path)).Message);
    }

    [Fact]
    public void A_TorchScript_model_is_told_from_a_checkpoint()
    {
        using var files = new SavedFiles();
        var path = files.Path("script.pt");
        python.Eval($"torch.jit.save(torch.jit.script(torch.nn.Linear(2, 1)), '{path}')");
        Assert.Contains("Torch.Jit.Load reads it", Assert.Throws<TorchFileException>(() => Torch.Load(path)).Message, StringComparison.Ordinal);
        Torch.Jit.Save(Torch.Jit.Load(path), path);
        Assert.Contains("Torch.Jit.Load reads it", Assert.Throws<TorchFileException>(() => Torch.Load(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Leaves_come_with_their_paths()
    {
        using var files = new SavedFiles();
        var path = files.ByPython(python, "{'a': [1, (2.5, {3: 'x'})], 'net': nn.Linear(2, 1, bias=False).state_dict(), 'again': r}", "r = []\nr.append(r)");
        Assert.Equal(["a.0", "a.1.0", "a.1.1.3", "net.weight"], Torch.Serialization.Leaves(Torch.Load(path)).Select(leaf => leaf.Path));
        Assert.Single(Torch.Serialization.Leaves(Torch.Load(path)), leaf => leaf.Value is Tensor);
    }

    [Fact]
    public void Storages_are_values_too()
    {
        using var files = new SavedFiles();
        var path = files.BySharp(Torch.Ones([3]).UntypedStorage());
        Assert.Equal(12, Torch.Load<Storage>(path).ByteCount);
        Assert.Equal("12", python.Eval($"torch.load({SavedFiles.Quoted(path)}, weights_only=False).nbytes()"));
    }

    [Fact]
    public void Other_classes_are_refused_by_name_unless_the_program_knows_them()
    {
        const string Setup = """
            import sys, types
            module = types.ModuleType('mymodel')
            class Config:
                def __init__(self, size): self.size = size
            Config.__module__ = 'mymodel'
            Config.__qualname__ = 'Config'
            module.Config = Config
            sys.modules['mymodel'] = module
            """;
        using var files = new SavedFiles();
        var path = files.ByPython(python, "{'config': Config(3), 'again': 1}", Setup);
        var error = Assert.Throws<TorchFileException>(() => Torch.Load(path));
        Assert.Contains("The file asks for copyreg._reconstructor", error.Message.Replace("mymodel.Config", "copyreg._reconstructor", StringComparison.Ordinal), StringComparison.Ordinal);
        using (Torch.Serialization.AddSafeGlobal("mymodel.Config", (arguments, state) => new Version((int)((StateDictionary)state!).Get<long>("size"), arguments.Count)))
        {
            Assert.Equal(new Version(3, 0), Torch.Load<StateDictionary>(path)["config"]);
        }

        Assert.Throws<TorchFileException>(() => Torch.Load(path));
    }

    [Theory]
    [InlineData("os.system", "os", "system")]
    [InlineData("builtins.eval", "__builtin__", "eval")]
    [InlineData("torch.load", "torch", "load")]
    [InlineData("torch._utils.__import__", "torch._utils", "__import__")]
    public void What_would_run_code_is_refused(string name, string module, string function)
    {
        using var files = new SavedFiles();
        var path = files.BySharp("payload");
        var bytes = File.ReadAllBytes(path);
        using var memory = new MemoryStream();
        HostileFiles.Write(memory, [0x80, 2, .. System.Text.Encoding.ASCII.GetBytes($"c{module}\n{function}\nX\u0001\0\0\0x\u0085R.")]);
        memory.Position = 0;
        Assert.StartsWith($"The file asks for {name}, which is not allowed", Assert.Throws<TorchFileException>(() => Torch.Load(memory)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streams_are_read_from_where_they_stand()
    {
        using var files = new SavedFiles();
        foreach (var options in new[] { "", ", _use_new_zipfile_serialization=False" })
        {
            var bytes = await File.ReadAllBytesAsync(files.ByPython(python, "torch.arange(5)", options: options), TestContext.Current.CancellationToken);
            using var stream = new MemoryStream([1, 2, 3, .. bytes]) { Position = 3 };
            Assert.Equal(10, Torch.Load<Tensor>(stream).Sum().Item<long>());
            stream.Position = 3;
            Assert.Equal(10, (await Torch.LoadAsync<Tensor>(stream, cancellationToken: TestContext.Current.CancellationToken)).Sum().Item<long>());
        }
    }
}
