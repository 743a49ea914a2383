namespace LibTorch.Tests.Files;

/// <summary>npy files, compared with those that numpy writes and reads.</summary>
public sealed class NpyTests(PythonSession python) : IDisposable
{
    // Every type that numpy and torch share, each shape, both orders.
    private const string Arrays = """
        import io, itertools
        def npy(array, version=None):
            file = io.BytesIO(); np.lib.format.write_array(file, array, version=version); return file.getvalue()
        def array(code, shape):
            count = int(np.prod(shape)); size = np.dtype(code).itemsize
            if code == '|b1': return (np.arange(count) % 3 == 0).reshape(shape)
            return np.frombuffer(np.random.RandomState(count + size).bytes(count * size), dtype=code).reshape(shape)
        codes = ['|b1', '|u1', '|i1', '<i2', '<i4', '<i8', '<f2', '<f4', '<f8', '<c8', '<c16']
        if hasattr(torch, 'uint16'): codes += ['<u2', '<u4', '<u8']
        shapes = [(), (1,), (5,), (2, 3), (0,), (2, 0, 3), (1, 4), (4, 1), (2, 3, 4), (1, 2, 1, 3)]
        cases = [(code, shape, order) for code in codes for shape in shapes for order in 'CF']
        def case(i): code, shape, order = cases[i]; return np.array(array(code, shape), order=order)
        def swapped(i): a = case(i); return a.astype(a.dtype.newbyteorder('>'))

        """;

    private readonly FolderOfFiles _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_type_shape_and_order_is_read_and_written_as_numpy_does()
    {
        var count = int.Parse(python.Eval("len(cases)", Arrays), null);
        var files = python.Eval("';'.join(npy(case(i)).hex() for i in range(len(cases)))", Arrays).Split(';');
        var expected = python.Eval("';'.join(bits(torch.from_numpy(case(i).copy(order='K'))) + str(torch.from_numpy(case(i).copy(order='K')).stride()) for i in range(len(cases)))", Arrays).Split(';');
        for (var i = 0; i < count; i++)
        {
            var bytes = Convert.FromHexString(files[i]);
            using var tensor = NumPy.Load(new MemoryStream(bytes));
            var strides = tensor.Numel == 0 ? expected[i][expected[i].IndexOf('(', StringComparison.Ordinal)..] : Tuple(tensor.Strides);
            Assert.Equal(expected[i], Parity.Bits(tensor) + strides);
            using var written = new MemoryStream();
            NumPy.Save(written, tensor);
            Assert.Equal(files[i], Convert.ToHexStringLower(written.ToArray()));
            var path = _folder.With($"{i}.npy", bytes);
            using var mapped = NumPy.Load(path, mmap: true);
            Assert.Equal(expected[i], Parity.Bits(mapped) + (mapped.Numel == 0 ? strides : Tuple(mapped.Strides)));
        }
    }

    [Fact]
    public void The_other_order_of_bytes_is_read()
    {
        var files = python.Eval("';'.join(npy(swapped(i)).hex() for i in range(len(cases)))", Arrays).Split(';');
        for (var i = 0; i < files.Length; i++)
        {
            using var tensor = NumPy.Load(new MemoryStream(Convert.FromHexString(files[i])));
            Assert.Equal(python.Eval($"bits(torch.from_numpy(case({i}).copy()))", Arrays), Parity.Bits(tensor));
        }

        var path = _folder.With("big.npy", Convert.FromHexString(python.Eval("npy(np.arange(3, dtype='>f4')).hex()", Arrays)));
        Assert.Throws<NotSupportedException>(() => NumPy.Load(path, mmap: true));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void All_versions_of_the_header_are_read(int version)
    {
        var bytes = Convert.FromHexString(python.Eval($"npy(np.arange(6, dtype='f4').reshape(2, 3), ({version}, 0)).hex()", Arrays));
        Assert.Equal(version, bytes[6]);
        Parity.Same(python, "torch.arange(6.).reshape(2, 3)", NumPy.Load(new ForwardStream(new MemoryStream(bytes))));
    }

    [Fact]
    public void Headers_of_others_than_numpy_are_read()
    {
        foreach (var text in new[] { "{'shape':(2,),'fortran_order':False,'descr':'<f4'}", "{\"descr\": 'f4', 'fortran_order': False, 'shape': (2L,)}\n", " { 'descr' : '=f4' , 'fortran_order' : False , 'shape' : ( 2 , ) , } " })
        {
            Assert.Equal([1f, 2], NumPy.Load(new MemoryStream(Npy(text, [0, 0, 128, 63, 0, 0, 0, 64]))).ToArray<float>());
        }
    }

    [Fact]
    public void Tensors_that_are_views_are_written_as_numpy_writes_their_arrays()
    {
        const string Setup = Arrays + "x = torch.arange(24.).reshape(2, 3, 4)\n";
        using var x = Torch.Arange(24.0).Reshape(2, 3, 4);
        Same("x.permute(2, 1, 0)", x.Permute(2, 1, 0));
        Same("x.permute(1, 2, 0)", x.Permute(1, 2, 0));
        Same("x[:, ::2]", x[.., TensorIndex.Slice(step: 2)]);
        Same("x[0].T", x[0].T);
        Same("x[0, 0].expand(3, 4)", x[0, 0].Expand(3, 4));
        Same("torch.view_as_complex(x.reshape(2, 3, 2, 2)).conj()", Torch.ViewAsComplex(x.Reshape(2, 3, 2, 2)).Conj());
        using var leaf = Torch.Ones(2, requiresGrad: true);
        Same("torch.ones(2)", leaf);

        void Same(string expression, Tensor tensor)
        {
            using var stream = new MemoryStream();
            NumPy.Save(stream, tensor);
            Assert.Equal(python.Eval($"npy({expression}.resolve_conj().numpy()).hex()", Setup), Convert.ToHexStringLower(stream.ToArray()));
        }
    }

    [Fact]
    public async Task Files_and_streams()
    {
        var path = _folder["x"];
        NumPy.Save(path, Torch.Arange(5));
        Assert.Equal([path + ".npy"], Directory.GetFiles(_folder.Root));
        Assert.Equal("[0 1 2 3 4]", python.Eval($"str(np.load('{path}.npy'))"));
        await NumPy.SaveAsync(path + ".npy", Torch.Zeros(3_000_000), cancellationToken: TestContext.Current.CancellationToken);
        var told = new Told();
        using (await NumPy.LoadAsync(path + ".npy", progress: told, cancellationToken: TestContext.Current.CancellationToken))
        {
            Assert.True(told.All.Count > 3 && told.All[^1] == new FileInfo(path + ".npy").Length);
        }

        // As several calls of numpy.save leave them.
        using var several = new MemoryStream();
        NumPy.Save(new ForwardStream(several), Torch.Ones(2));
        NumPy.Save(several, Torch.Arange(3));
        several.Position = 0;
        Assert.Equal([1f, 1], NumPy.Load(several).ToArray<float>());
        using var second = await NumPy.LoadAsync(several, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([0L, 1, 2], second.ToArray<long>());
        Assert.Throws<TorchFileException>(() => NumPy.Load(several));
    }

    [Fact]
    public void A_mapped_array_changes_nothing_in_the_file()
    {
        var path = _folder["x.npy"];
        NumPy.Save(path, Torch.Arange(6.0).Reshape(2, 3).T);
        var before = File.ReadAllBytes(path);
        using var mapped = NumPy.Load(path, mmap: true);
        mapped.Mul_(2);
        Assert.Equal([0f, 6, 2, 8, 4, 10], mapped.ToArray<float>());
        Assert.Equal(before, File.ReadAllBytes(path));
    }

    [Fact]
    public void What_numpy_has_no_array_for_is_refused()
    {
        Assert.Throws<TorchTypeException>(() => NumPy.Save(_folder["x"], Torch.Ones([1], dtype: DType.BFloat16)));
        Assert.Throws<TorchValueException>(() => NumPy.Save(_folder["x"], Torch.Ones(1).ToSparse()));
        Assert.Throws<TorchValueException>(() => NumPy.Save(_folder["x"], Torch.Ones(1, device: "meta")));
        Assert.Throws<ArgumentNullException>(() => NumPy.Save(_folder["x"], null!));
        Assert.Throws<FileNotFoundException>(() => NumPy.Load(_folder["none"]));
        Assert.Throws<UnauthorizedAccessException>(() => NumPy.Load(_folder.Root, mmap: true));
        Assert.Empty(Directory.GetFiles(_folder.Root));
    }

    internal static byte[] Npy(string header, byte[] data, int version = 1) =>
        [0x93, .. "NUMPY"u8, (byte)version, 0, .. version == 1 ? BitConverter.GetBytes((ushort)header.Length) : BitConverter.GetBytes(header.Length), .. System.Text.Encoding.Latin1.GetBytes(header), .. data];

    private static string Tuple(IEnumerable<long> numbers) => $"({string.Join(", ", numbers)}{(numbers.Count() == 1 ? "," : "")})";
}
