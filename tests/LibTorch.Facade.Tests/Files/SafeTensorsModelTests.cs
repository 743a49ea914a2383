using LibTorch.Interop;
using LibTorch.NN;

namespace LibTorch.Tests.Files;

/// <summary>Modules with tied weights, and models of several files.</summary>
public sealed partial class SafeTensorsModelTests(PythonSession python) : IDisposable
{
    private readonly FolderOfFiles _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Of_tied_weights_one_is_written_and_all_are_restored()
    {
        var path = _folder["tied.safetensors"];
        using var model = new Tied(1);
        Assert.Throws<TorchValueException>(() => SafeTensors.SaveFile(model.StateDict(), path));
        SafeTensors.SaveModel(model, path);
        using (var file = SafeTensors.SafeOpen(path))
        {
            Assert.Equal(["bias", "decoder"], file.Keys);
            Assert.Equal([KeyValuePair.Create("encoder", "decoder")], file.Metadata);
        }

        using var other = new Tied(2);
        var keys = SafeTensors.LoadModel(other, path);
        Assert.Empty(keys.MissingKeys.Concat(keys.UnexpectedKeys));
        foreach (var (name, tensor) in model.StateDict())
        {
            Assert.Equal(Parity.Bits(tensor), Parity.Bits(other.StateDict()[name]));
        }

        Assert.Equal(TensorAddress(other, "decoder"), TensorAddress(other, "encoder"));
    }

    [Fact]
    public void A_file_with_the_other_name_of_tied_weights_is_restored_too()
    {
        var path = _folder["other.safetensors"];
        using var model = new Tied(1);
        var state = model.StateDict();
        state.Remove("decoder");
        SafeTensors.SaveFile(state, path);
        using var other = new Tied(2);
        SafeTensors.LoadModel(other, path);
        Assert.Equal(Parity.Bits(model.StateDict()["encoder"]), Parity.Bits(other.StateDict()["encoder"]));
    }

    [Fact]
    public void Names_that_do_not_fit_are_told()
    {
        var path = _folder["less.safetensors"];
        SafeTensors.SaveFile([KeyValuePair.Create("bias", Torch.Zeros(3)), KeyValuePair.Create("more", Torch.Zeros(1))], path);
        using var model = new Tied(1);
        var error = Assert.Throws<TorchException>(() => SafeTensors.LoadModel(model, path));
        Assert.Equal("Error(s) in loading state_dict for Tied:\n    Missing key(s) in state_dict: \"decoder\"\n    Unexpected key(s) in state_dict: \"more\"", error.Message);
        var keys = SafeTensors.LoadModel(model, path, strict: false);
        Assert.Equal(["more"], keys.UnexpectedKeys);
    }

    [Fact]
    public void Parts_of_one_memory_without_the_whole_are_refused()
    {
        using var whole = Torch.Zeros(10);
        using var model = new Views(whole[..6], whole[4..]);
        Assert.Contains("none has all of it", Assert.Throws<TorchException>(() => SafeTensors.SaveModel(model, _folder["x"])).Message, StringComparison.Ordinal);
        using var apart = new Views(whole[..5], whole[5..]);
        SafeTensors.SaveModel(apart, _folder["y"]);
        Assert.Equal(2, SafeTensors.LoadFile(_folder["y"]).Count);
    }

    [Fact]
    public async Task A_model_of_several_files_is_written_as_Pythons_tools_do_and_read()
    {
        var state = Enumerable.Range(0, 7).ToDictionary(i => $"layer.{i}é", i => Torch.Full([i == 3 ? 100 : 10], (double)i));
        await SafeTensors.SaveShardedAsync(state, _folder.Root, maxShardBytes: 100);
        var expected = python.Eval(
            """
            (lambda n: json.dumps({'metadata': {'total_size': 640}, 'weight_map': {k: 'model-%05d-of-00004.safetensors' % v for k, v in n.items()}}, indent=2, sort_keys=True) + '\n')
            ({'layer.%dé' % i: f for i, f in enumerate([1, 1, 3, 2, 3, 4, 4])})
            """.ReplaceLineEndings(""),
            "import json");
        var index = _folder["model.safetensors.index.json"];
        Assert.Equal(expected, File.ReadAllText(index));
        var read = SafeTensors.LoadSharded(index);
        Assert.Equal(state.Keys.Order(StringComparer.Ordinal), read.Keys);
        Assert.All(state, entry => Assert.Equal(Parity.Bits(entry.Value), Parity.Bits(read[entry.Key])));
        using var shards = SafeTensors.OpenSharded(index);
        Assert.Equal(4, shards.Files.Count());
        Assert.Equal(400, shards.GetInfo("layer.3é").ByteCount);
        Assert.Equal(5, shards["layer.5é"][0].Item<float>());
        Assert.Throws<KeyNotFoundException>(() => shards["none"]);
        shards.Dispose();
        Assert.Throws<ObjectDisposedException>(() => shards["layer.5é"]);
    }

    [Fact]
    public async Task What_fits_into_one_file_has_no_index()
    {
        SafeTensors.SaveSharded([KeyValuePair.Create("a", Torch.Ones(2))], _folder.Root);
        SafeTensors.SaveSharded([], Directory.CreateDirectory(_folder["empty"]).FullName);
        Assert.Equal([_folder["model.safetensors"]], Directory.GetFiles(_folder.Root));
        Assert.Empty(SafeTensors.LoadFile(_folder["empty/model.safetensors"]));
        await Assert.ThrowsAsync<FileNotFoundException>(() => SafeTensors.LoadShardedAsync(_folder["none"], cancellationToken: TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("", "no index")]
    [InlineData("[]", "no object")]
    [InlineData("{}", "no weight_map")]
    [InlineData("{\"weight_map\": []}", "no object")]
    [InlineData("{\"weight_map\": {}, \"weight_map\": {}}", "two weight_maps")]
    [InlineData("{\"weight_map\": {\"a\": 1}}", "no text")]
    [InlineData("{\"weight_map\": {\"a\": \"../x\"}}", "'../x'")]
    [InlineData("{\"weight_map\": {\"a\": \"/etc/passwd\"}}", "'/etc/passwd'")]
    [InlineData("{\"weight_map\": {\"a\": \"..\"}}", "'..'")]
    [InlineData("{\"weight_map\": {\"a\": \"\"}}", "''")]
    [InlineData("{\"weight_map\": {\"a\": \"x\", \"a\": \"y\"}}", "two files")]
    [InlineData("{\"weight_map\": {}} {}", "no index")]
    public void A_broken_index_says_what_is_wrong(string json, string message)
    {
        var path = _folder.With("index.json", System.Text.Encoding.UTF8.GetBytes(json));
        Assert.Contains(message, Assert.Throws<TorchFileException>(() => SafeTensors.OpenSharded(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_index_that_lies_is_found_out()
    {
        SafeTensors.SaveFile([KeyValuePair.Create("a", Torch.Ones(2))], _folder["x.safetensors"]);
        var path = _folder.With("index.json", """{"weight_map": {"b": "x.safetensors", "a": "x.safetensors", "c": "gone"}}"""u8.ToArray());
        using var shards = SafeTensors.OpenSharded(path);
        Assert.Contains("'b' is in x.safetensors", Assert.Throws<TorchFileException>(() => shards["b"]).Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => shards["c"]);
        Assert.Equal([1f, 1], shards["a"].ToArray<float>());
    }

    private static nint TensorAddress(Module model, string name) => TensorCalls.Address(model.StateDict()[name]);

    // Two names of one weight.
    private sealed partial class Tied : Module
    {
        public Tied(int seed)
        {
            Torch.ManualSeed(seed);
            var weight = new Parameter(Torch.Rand(3, 3));
            RegisterParameter("decoder", weight);
            RegisterParameter("bias", new Parameter(Torch.Rand(3)));
            RegisterParameter("encoder", weight);
        }
    }

    private sealed partial class Views : Module
    {
        public Views(Tensor first, Tensor second)
        {
            RegisterBuffer("first", new LibTorch.NN.Buffer(first));
            RegisterBuffer("second", new LibTorch.NN.Buffer(second));
        }
    }
}
