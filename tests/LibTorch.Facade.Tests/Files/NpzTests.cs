using System.IO.Compression;

namespace LibTorch.Tests.Files;

/// <summary>npz files, compared with those that numpy writes and reads.</summary>
public sealed class NpzTests(PythonSession python) : IDisposable
{
    // Pythons before 3.11.4 write the lengths of an entry twice, and an older version's number; those since write what this library does.
    private const string Savez = """
        import io, struct
        def savez(**arrays):
            file = io.BytesIO(); np.savez(file, **arrays); data = bytearray(file.getvalue())
            import sys
            if sys.version_info >= (3, 11, 4): return data.hex()
            start, count = struct.unpack('<16xI2x', data[-22:])[0], struct.unpack('<10xH10x', data[-22:])[0]
            at = start
            for _ in range(count):
                data[at + 4] = 45; data[at + 6] = 45
                name, extra = struct.unpack_from('<HH', data, at + 28)
                local = struct.unpack_from('<I', data, at + 42)[0]
                data[local + 4] = 45; data[local + 18:local + 26] = b'\xff' * 8
                at += 46 + name + extra
            return data.hex()
        arrays = {'w': np.arange(6, dtype='f4').reshape(2, 3), 'grüße/b': np.array(5, dtype='i2'), 'e': np.zeros((0, 3)), 't': np.arange(6.).reshape(2, 3).T}

        """;

    private readonly FolderOfFiles _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Uncompressed_files_are_numpys_byte_for_byte()
    {
        var path = _folder["x.npz"];
        NumPy.Savez(_folder["x"], Arrays());
        Assert.Equal(python.Eval("savez(**arrays)", Savez), Convert.ToHexStringLower(File.ReadAllBytes(path)));
        using var stream = new MemoryStream();
        stream.Write([1, 2, 3]);
        NumPy.Savez(stream, Arrays());
        Assert.Equal(python.Eval("savez(**arrays)", Savez), Convert.ToHexStringLower(stream.ToArray()[3..]));
        NumPy.Savez(path, Torch.Ones(2), Torch.Arange(3));
        Assert.Equal(python.Eval("savez(arr_0=np.ones(2, dtype='f4'), arr_1=np.arange(3))", Savez), Convert.ToHexStringLower(File.ReadAllBytes(path)));
        NumPy.Savez(path);
        Assert.Equal(python.Eval("savez()", Savez), Convert.ToHexStringLower(File.ReadAllBytes(path)));
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    [InlineData(true, false)]
    public void What_is_written_is_read_by_both(bool compress, bool seeks)
    {
        using var memory = new MemoryStream();
        NumPy.Savez(seeks ? memory : new ForwardStream(memory), Arrays(), compress);
        var path = _folder.With("x.npz", memory.ToArray());
        Assert.Equal("True", python.Eval($"(lambda z: z.files == list(arrays) and all(z[k].tobytes('A') == v.tobytes('A') and z[k].dtype == v.dtype and z[k].shape == v.shape for k, v in arrays.items()))(np.load('{path}'))", Savez));
        using var npz = NumPy.LoadNpz(path);
        foreach (var (name, tensor) in Arrays())
        {
            Assert.Equal(Parity.Bits(tensor), Parity.Bits(npz[name]));
        }
    }

    [Theory]
    [InlineData("savez")]
    [InlineData("savez_compressed")]
    public void numpys_files_are_read(string function)
    {
        var path = _folder["x.npz"];
        python.Run($"{Savez}np.{function}('{path}', **arrays)");
        using var npz = NumPy.LoadNpz(path);
        Assert.Equal(["w", "grüße/b", "e", "t"], npz.Keys);
        Assert.Equal(4, npz.Count);
        foreach (var name in npz.Keys)
        {
            Assert.Equal(python.Eval($"bits(torch.from_numpy(arrays['{name}']))", Savez), Parity.Bits(npz[name]));
            Assert.Equal(Parity.Bits(npz[name]), Parity.Bits(npz[name + ".npy"]));
        }

        Assert.Equal(4, npz.Count(entry => entry.Value.NDim >= 0));
        Assert.Throws<KeyNotFoundException>(() => npz["none"]);
        Assert.False(npz.TryGetValue("none", out _));
        using var forward = NumPy.LoadNpz(new ForwardStream(File.OpenRead(path)));
        Assert.Equal([0f, 1, 2, 3, 4, 5], forward["w"].ToArray<float>());
        npz.Dispose();
        Assert.Throws<ObjectDisposedException>(() => npz["w"]);
    }

    [Fact]
    public void More_entries_than_sixteen_bits_count_are_written_and_read()
    {
        using var x = Torch.Tensor(true);
        var path = _folder["many.npz"];
        NumPy.Savez(path, Enumerable.Range(0, 65_540).Select(i => KeyValuePair.Create(i.ToString(null, null), x)));
        Assert.Equal("(65540, array(True))", python.Eval($"(lambda z: (len(z.files), z['65539']))(np.load('{path}'))"));
        using var npz = NumPy.LoadNpz(path);
        Assert.Equal(65_540, npz.Count);
        Assert.True(npz["65539"].Item<bool>());
    }

    [Fact]
    public void Damaged_entries_are_refused()
    {
        var path = _folder["x.npz"];
        NumPy.Savez(path, Torch.Ones(100));
        var bytes = File.ReadAllBytes(path);
        bytes[500] ^= 1;
        using (var npz = NumPy.LoadNpz(new MemoryStream(bytes)))
        {
            Assert.Contains("checksum", Assert.Throws<TorchFileException>(() => npz["arr_0"]).Message, StringComparison.Ordinal);
        }

        Assert.Throws<TorchFileException>(() => NumPy.LoadNpz(new MemoryStream([1, 2, 3])));
        Assert.Throws<TorchFileException>(() => NumPy.LoadNpz(new MemoryStream(bytes[..^5])));
        Assert.Throws<ArgumentException>(() => NumPy.Savez(path, [KeyValuePair.Create("a", Torch.Ones(1)), KeyValuePair.Create("a", Torch.Ones(1))]));
        Assert.Throws<TorchTypeException>(() => NumPy.Savez(path, Torch.Ones([1], dtype: DType.BFloat16)));
    }

    [Fact]
    public async Task Files_are_read_and_written_beside_other_work()
    {
        var path = _folder["x.npz"];
        var told = new Told();
        await NumPy.SavezAsync(path, Arrays(), told);
        Assert.Equal(told.All.Max(), told.All[^1]);
        using (var npz = NumPy.LoadNpz(path))
        {
            Assert.Equal(Parity.Bits(Arrays()["w"]), Parity.Bits(await npz.ReadAsync("w", told)));
        }

        await NumPy.SavezCompressedAsync(path, Arrays());
        using var stop = new CancellationTokenSource();
        var cancelling = new Told(stop.Cancel);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => NumPy.SavezAsync(path, Arrays(), cancelling, stop.Token));
        using var stream = new MemoryStream();
        await NumPy.SaveAsync(stream, Torch.Arange(3));
        stream.Position = 0;
        Assert.Equal([0L, 1, 2], NumPy.Load(stream).ToArray<long>());
        using var compressed = NumPy.LoadNpz(path);
        Assert.Equal(4, compressed.Count);
    }

    [Fact]
    public void A_bomb_is_not_unpacked()
    {
        // 256 MiB of zeros in 256 KiB.
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            using var entry = zip.CreateEntry("x.npy").Open();
            entry.Write(NpyTests.Npy("{'descr': '|u1', 'fortran_order': False, 'shape': (8,)}", new byte[8]));
            for (var i = 0; i < 256; i++)
            {
                entry.Write(new byte[1 << 20]);
            }
        }

        using (var npz = NumPy.LoadNpz(stream, maxBytes: 1 << 20))
        {
            Assert.Contains("1048576 were allowed", Assert.Throws<TorchFileException>(() => npz["x"]).Message, StringComparison.Ordinal);
        }

        using (var npz = NumPy.LoadNpz(stream))
        {
            Assert.Contains("8 bytes", Assert.Throws<TorchFileException>(() => npz["x"]).Message, StringComparison.Ordinal);
        }
    }

    private static Dictionary<string, Tensor> Arrays() => new()
    {
        ["w"] = Torch.Arange(6.0).Reshape(2, 3),
        ["grüße/b"] = Torch.Tensor((short)5),
        ["e"] = Torch.Zeros([0, 3], dtype: DType.Float64),
        ["t"] = Torch.Arange(6.0, dtype: DType.Float64).Reshape(2, 3).T,
    };
}
