using System.Text.Json;
using LibTorch.NN;

namespace LibTorch.Tests.Files;

/// <summary>safetensors files, compared with those that Python writes and reads.</summary>
public sealed class SafeTensorsTests(PythonSession python) : IDisposable
{
    private const string Reference = "from safetensors_reference import *";

    private readonly FolderOfFiles _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_type_and_shape_is_read_and_written_as_Python_does()
    {
        var (theirs, ours) = (_folder["theirs.safetensors"], _folder["ours.safetensors"]);
        Ask($"save_file(every_type(), {Quote(theirs)}, {{'format': 'pt'}})");
        var state = SafeTensors.LoadFile(theirs);
        Assert.Equal(Ask("len(every_type())"), state.Count.ToString(null, null));
        foreach (var (name, tensor) in state)
        {
            Assert.Equal(Ask($"bits(every_type()[{Quote(name)}])"), Parity.Bits(tensor));
        }

        SafeTensors.SaveFile(state, ours, new Dictionary<string, string> { ["format"] = "pt" });
        Assert.Equal(File.ReadAllBytes(theirs), File.ReadAllBytes(ours));
        Assert.Equal("True", Ask($"all(raw(load_file({Quote(ours)})[k]) == raw(v) for k, v in every_type().items())"));
    }

    [Fact]
    public void Names_and_metadata_are_written_as_Python_does()
    {
        string[] names = ["", "plain", "a.b-c/d", "\"quoted\"\\", "tab\tand\nline\u0001\u007f", "grüße", "名前", "\U0001F525", "\uE000", "~"];
        var state = names.ToDictionary(name => name, name => Torch.Full([2], (double)name.Length));
        var list = string.Join(", ", names.Select(Quote));
        var expected = Ask($"save({{name: torch.full((2,), float(n)) for name, n in zip([{list}], [{string.Join(", ", names.Select(name => name.Length))}])}}, {{'key \"q\"': 'värde'}}).hex()");
        var bytes = SafeTensors.Save(state, new Dictionary<string, string> { ["key \"q\""] = "värde" });
        Assert.Equal(expected, Convert.ToHexStringLower(bytes));
        Assert.Equal(names.Order(StringComparer.Ordinal), SafeTensors.Load(bytes).Keys.Order(StringComparer.Ordinal));
        Assert.Equal(Ask("save({}).hex()"), Convert.ToHexStringLower(SafeTensors.Save([])));
        Assert.Equal(Ask("save({}, {}).hex()"), Convert.ToHexStringLower(SafeTensors.Save([], new Dictionary<string, string>())));
        Assert.Throws<ArgumentException>(() => SafeTensors.Save([KeyValuePair.Create("half \ud83d", Torch.Ones(1))]));
    }

    [Fact]
    public void A_file_is_read_by_name()
    {
        var path = _folder["file.safetensors"];
        Ask($"save_file({{'w': torch.arange(12.).reshape(3, 4), 'b': torch.arange(3).short(), 'e': torch.empty(0, 2)}}, {Quote(path)}, {{'format': 'pt', 'note': 'x'}})");
        using var file = SafeTensors.SafeOpen(path);
        Assert.Equal(["e", "w", "b"], file.Keys);
        Assert.Equal(["format", "note"], file.Metadata.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("x", file.Metadata["note"]);
        var info = file.GetInfo("w");
        Assert.Equal(("w", "F32", DType.Float32, 48L, "torch.Size([3, 4])"), (info.Name, info.TypeName, info.DType, info.ByteCount, info.Shape.ToString()));
        Parity.Same(python, "torch.arange(12.).reshape(3, 4)", file["w"]);
        Parity.Same(python, "torch.arange(3).short()", file.Read("b"));
        Parity.Same(python, "torch.empty(0, 2)", file.GetTensor("e"));
        var slice = file.GetSlice("w");
        Assert.Equal(("torch.Size([3, 4])", "F32"), (slice.Shape.ToString(), slice.TypeName));
        Parity.Same(python, "torch.arange(12.).reshape(3, 4)[1:, 2]", slice[1.., 2]);
        Assert.Throws<TorchIndexException>(() => slice[5]);
        Assert.Throws<KeyNotFoundException>(() => file["v"]);
        Assert.True(file.TryGetValue("b", out var b));
        Assert.False(file.TryGetValue("v", out _));
        Assert.Equal(3, file.Count);
        Assert.Equal([0f, 1], file.First(entry => entry.Key == "w").Value.ToArray<float>()[..2]);
        file.Dispose();
        Assert.Throws<ObjectDisposedException>(() => file["w"]);
        Assert.Throws<ObjectDisposedException>(() => file.Read("w"));
        Assert.Equal([0L, 1, 2], b!.ToArray<long>());
    }

    [Fact]
    public void A_mapped_tensor_outlives_the_file_and_changes_nothing_in_it()
    {
        var path = _folder["file.safetensors"];
        SafeTensors.SaveFile([KeyValuePair.Create("w", Torch.Arange(4.0))], path);
        var before = File.ReadAllBytes(path);
        Tensor w, again;
        using (var file = SafeTensors.SafeOpen(path))
        {
            (w, again) = (file["w"], file["w"]);
        }

        w.Add_(1);
        Assert.Equal([1f, 2, 3, 4], again.ToArray<float>());
        Assert.Equal(before, File.ReadAllBytes(path));
        File.Delete(path);
        w.Dispose();
        Assert.Equal([1f, 2, 3, 4], again.ToArray<float>());
    }

    [Fact]
    public void Data_that_do_not_lie_at_multiples_of_their_size_are_read()
    {
        // The format asks for no padding: only those who write it pad.
        var path = _folder.With("odd.safetensors", Bytes("""{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"b":{"dtype":"F64","shape":[2],"data_offsets":[1,17]}}""", [7, .. BitConverter.GetBytes(1.5), .. BitConverter.GetBytes(-2.0)]));
        using var file = SafeTensors.SafeOpen(path);
        Assert.Equal([1.5, -2], file["b"].ToArray<double>());
        Assert.Equal([1.5, -2], SafeTensors.LoadFile(path)["b"].ToArray<double>());
        Assert.Equal([7L], file["a"].ToArray<long>());
    }

    [Fact]
    public void A_module_is_restored()
    {
        var path = _folder["model.safetensors"];
        Ask($"torch.manual_seed(3); m = nn.Sequential(nn.Linear(3, 4), nn.BatchNorm1d(4)); save_file(m.state_dict(), {Quote(path)})", run: true);
        using var model = new Sequential(new Linear(3, 4), new BatchNorm1d(4));
        model.LoadStateDict(SafeTensors.LoadFile(path));
        SafeTensors.SaveFile(model.StateDict(), _folder["again.safetensors"]);
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(_folder["again.safetensors"]));
    }

    [Fact]
    public async Task Streams_of_all_kinds_are_read_and_written()
    {
        Dictionary<string, Tensor> state = new() { ["w"] = Torch.Rand(1000), ["n"] = Torch.Arange(5) };
        using var memory = new MemoryStream();
        await SafeTensors.SaveAsync(state, new ForwardStream(memory), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(SafeTensors.Save(state), memory.ToArray());
        memory.Position = 0;
        var back = await SafeTensors.LoadAsync(new ForwardStream(memory), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(state["w"].ToArray<float>(), back["w"].ToArray<float>());

        byte[] longer = [.. memory.ToArray(), 0], shorter = memory.ToArray()[..^1];
        Assert.Throws<TorchFileException>(() => SafeTensors.Load(longer));
        Assert.Throws<TorchFileException>(() => SafeTensors.Load(new ForwardStream(new MemoryStream(longer))));
        Assert.Throws<TorchFileException>(() => SafeTensors.Load(shorter));
        Assert.Throws<TorchFileException>(() => SafeTensors.Load(new ForwardStream(new MemoryStream(shorter))));
    }

    [Fact]
    public async Task Progress_is_told_and_cancelling_leaves_the_old_file()
    {
        var path = _folder["file.safetensors"];
        Dictionary<string, Tensor> state = new() { ["a"] = Torch.Zeros(3_000_000), ["b"] = Torch.Ones(10) };
        var told = new Told();
        await SafeTensors.SaveFileAsync(state, path, progress: told, cancellationToken: TestContext.Current.CancellationToken);
        var length = new FileInfo(path).Length;
        Assert.True(told.All.Count > 3 && told.All.SequenceEqual(told.All.Order()) && told.All[^1] == length, string.Join(", ", told.All));
        told = new Told();
        await SafeTensors.LoadFileAsync(path, progress: told, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(length, told.All[^1]);

        using var stop = new CancellationTokenSource();
        var cancelling = new Told(() => stop.Cancel());
        state["b"].Zero_();
        Assert.Throws<OperationCanceledException>(() => SafeTensors.SaveFile(state, path, null, cancelling, stop.Token));
        Assert.Throws<OperationCanceledException>(() => SafeTensors.LoadFile(path, null, null, stop.Token));
        Assert.Equal(1f, SafeTensors.LoadFile(path)["b"].Sum().Item<float>() / 10);
        Assert.Single(Directory.GetFiles(_folder.Root));
    }

    [Fact]
    public void What_cannot_be_written_is_refused_before_anything_is()
    {
        var x = Torch.Arange(6.0).Reshape(2, 3);
        Refused<TorchValueException>("not contiguous", ("x", x.T));
        Refused<TorchValueException>("share memory", ("x", x), ("y", x[1]));
        Refused<TorchValueException>("share memory", ("x", x), ("y", x));
        Refused<TorchValueException>("ToDense", ("x", x.ToSparse()));
        Refused<TorchValueException>("meta", ("x", Torch.Ones(2, device: "meta")));
        Refused<TorchTypeException>("torch.complex128", ("x", Torch.Ones([2], dtype: DType.Complex128)));
        Refused<ArgumentException>("__metadata__", ("__metadata__", x));
        Refused<ArgumentException>("two tensors", ("x", x), ("x", x.Clone()));
        Assert.Equal(2, SafeTensors.Load(SafeTensors.Save([KeyValuePair.Create("x", x[0]), KeyValuePair.Create("y", x[1])])).Count);
        Assert.Empty(Directory.GetFiles(_folder.Root));
        Assert.Throws<UnauthorizedAccessException>(() => SafeTensors.SaveFile([], _folder.Root));
        Assert.Throws<DirectoryNotFoundException>(() => SafeTensors.SaveFile([], _folder["none/file"]));
        Assert.Throws<FileNotFoundException>(() => SafeTensors.LoadFile(_folder["none"]));
        Assert.Throws<UnauthorizedAccessException>(() => SafeTensors.SafeOpen(_folder.Root));
    }

    internal static byte[] Bytes(string json, byte[]? data = null)
    {
        var header = System.Text.Encoding.UTF8.GetBytes(json);
        return [.. BitConverter.GetBytes((long)header.Length), .. header, .. data ?? []];
    }

    // Python's literals have no surrogate pairs; JSON's have.
    private static string Quote(string text) => $"json.loads({JsonSerializer.Serialize(JsonSerializer.Serialize(text))})";

    private void Refused<T>(string message, params (string Name, Tensor Tensor)[] tensors)
        where T : Exception
    {
        var error = Assert.Throws<T>(() => SafeTensors.SaveFile(tensors.Select(entry => KeyValuePair.Create(entry.Name, entry.Tensor)), _folder["refused"]));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private string Ask(string expression, bool run = false)
    {
        var setup = $"import json, sys; sys.path.insert(0, {Quote(Path.Combine(AppContext.BaseDirectory, "Files"))})\n{Reference}\n";
        return run ? python.Run(setup + expression) : python.Eval(expression, setup);
    }
}
