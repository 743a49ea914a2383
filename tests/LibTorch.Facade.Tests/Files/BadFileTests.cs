#pragma warning disable xUnit1051 // These files are read and written at once: there is nothing to give up.
using System.IO.Compression;
using System.Text;

namespace LibTorch.Tests.Files;

/// <summary>Files that are damaged, hostile or something else: each is an exception that says so.</summary>
public sealed class BadFileTests(PythonSession python)
{
    private static readonly byte[] FourFloats = new byte[16];

    [Theory]
    [InlineData(0, 4, new long[] { 5 }, new long[] { 1 }, "The file has a tensor whose last element has the index 4 in a storage of 4 elements.")]
    [InlineData(1, 4, new long[] { 4 }, new long[] { 1 }, "The file has a tensor whose last element has the index 4 in a storage of 4 elements.")]
    [InlineData(0, 4, new long[] { 2, 2 }, new long[] { 3, 1 }, "The file has a tensor whose last element has the index 4 in a storage of 4 elements.")]
    [InlineData(-1, 4, new long[] { 1 }, new long[] { 1 }, "The file has a tensor with a negative size, stride or offset: size [1], strides [1], offset -1.")]
    [InlineData(0, 4, new long[] { -1 }, new long[] { 1 }, "The file has a tensor with a negative size, stride or offset: size [-1], strides [1], offset 0.")]
    [InlineData(3, 4, new long[] { 2 }, new long[] { -1 }, "The file has a tensor with a negative size, stride or offset: size [2], strides [-1], offset 3.")]
    [InlineData(0, 4, new long[] { 2 }, new long[] { 1, 1 }, "The file has a tensor of 1 dimensions with 2 strides.")]
    [InlineData(long.MaxValue, 4, new long[] { 1 }, new long[] { 1 }, "whose last element has the index 9223372036854775807 in a storage of 4 elements.")]
    [InlineData(0, 4, new long[] { long.MaxValue, long.MaxValue, long.MaxValue }, new long[] { long.MaxValue, long.MaxValue, long.MaxValue }, "The file has a tensor")]
    [InlineData(0, 4, new long[] { long.MaxValue, 3 }, new long[] { 0, 0 }, "which has more elements than an int64 can count.")]
    [InlineData(0, 5, new long[] { 4 }, new long[] { 1 }, "The storage '0' has 16 bytes in the file, where 20 were expected.")]
    [InlineData(0, long.MaxValue, new long[] { 4 }, new long[] { 1 }, "The file says that a storage has 9223372036854775807 elements.")]
    [InlineData(0, -1, new long[] { 0 }, new long[] { 1 }, "The file says that a storage has -1 elements.")]
    [InlineData(0, 1L << 60, new long[] { 1 }, new long[] { 1 }, "The storage '0' has 16 bytes in the file, where 4611686018427387904 were expected.")]
    public void Tensors_lie_in_their_storages(long offset, long count, long[] sizes, long[] strides, string message)
    {
        using var stream = Zip(HostileFiles.Tensor("0", count, offset, sizes, strides));
        Assert.Contains(message, Assert.Throws<TorchFileException>(() => Torch.Load(stream)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../0")]
    [InlineData("/etc/passwd")]
    [InlineData("1")]
    [InlineData("0\0")]
    public void Names_of_storages_are_names_of_members(string key)
    {
        using var stream = Zip(HostileFiles.Tensor(key, 4, 0, [4], [1]));
        Assert.Contains("The file has no member for the storage", Assert.Throws<TorchFileException>(() => Torch.Load(stream)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".", "an operation without its operand")]
    [InlineData("0.", "an operation without its operand")]
    [InlineData("t.", "an end without a begin")]
    [InlineData("(K\u0001u.", "a key without a value")]
    [InlineData("}(K\u0001u.", "a key without a value")]
    [InlineData("K\u0001K\u0002a.", "where a List")]
    [InlineData("h\u0005.", "it refers to object 5, which it does not have")]
    [InlineData("X\u00ff\u00ff\u00ff\u00ffab.", "The file has a value of 4294967295 bytes at byte")]
    [InlineData("\u008b\u00ff\u00ff\u00ff\u007fab.", "The file has a value of 2147483647 bytes at byte")]
    [InlineData("\u008d\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ffab.", "The file has a value of -1 bytes at byte")]
    [InlineData("X\u0002\0\0\0\u00ff\u00fe.", "is not UTF-8")]
    [InlineData("I1\n.", "the operation 0x49")]
    [InlineData("S'x'\n.", "the operation 0x53")]
    [InlineData("K\u0001", "end in the middle")]
    [InlineData("K", "end in the middle")]
    [InlineData("]}s.", "an operation without its operand")]
    [InlineData("]s.", "an operation without its operands")]
    [InlineData("ctorch\nfloat32\nK\u0001\u0085R.", "The file calls torch.float32, which is no function")]
    [InlineData("ctorch\nFloatStorage\n.", "The file has the class or function torch.FloatStorage itself as a value.")]
    [InlineData("ctorch.nn.parameter\nParameter\n)\u0081.", "with arguments that do not belong to it")]
    [InlineData("}]K\u0001s.", "a mutable key")]
    [InlineData("}NK\u0001s.", "the key None")]
    [InlineData("K\u0001Q.", "where an object[] was expected")]
    [InlineData("K\u0001\u0085Q.", "refers to something that is not a storage")]
    [InlineData("ccollections\nOrderedDict\n)Rq\0K\u0001h\0s.", "")]
    public void Damaged_pickles_are_refused(string pickle, string message)
    {
        using var stream = Zip([0x80, 2, .. Encoding.Latin1.GetBytes(pickle)]);
        if (message.Length > 0)
        {
            Assert.Contains(message, Assert.Throws<TorchFileException>(() => Torch.Load(stream)).Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.IsType<OrderedDict>(Torch.Load(stream));
        }
    }

    [Fact]
    public void Deep_nesting_is_refused()
    {
        using var stream = Zip([0x80, 2, .. Enumerable.Repeat((byte)']', 100_000), .. Enumerable.Repeat((byte)'a', 99_999), (byte)'.']);
        Assert.Contains("nested more than 1000 levels deep", Assert.Throws<TorchFileException>(() => Torch.Load(stream)).Message, StringComparison.Ordinal);
        using var marks = Zip([0x80, 2, .. Enumerable.Repeat((byte)'(', 100_000), .. Enumerable.Repeat((byte)'t', 100_000), (byte)'.']);
        Assert.Contains("nested more than 1000 levels deep", Assert.Throws<TorchFileException>(() => Torch.Load(marks)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_does_not_take_more_memory_than_its_size_and_64_MiB()
    {
        // Of this thread alone: other tests allocate beside it.
        var before = GC.GetAllocatedBytesForCurrentThread();
        using var lists = Zip([0x80, 2, .. Enumerable.Repeat((byte)']', 4_000_000), (byte)'.']);
        var own = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Contains("takes more memory than its own", Assert.Throws<TorchFileException>(() => Torch.Load(lists)).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before - own, 0, 2 * (lists.Length + (64 << 20)));
    }

    [Fact]
    public void Other_archives_are_refused()
    {
        Check("but was not written by torch.save: none of its 1 members is data.pkl", CompressionLevel.NoCompression, ("letter.txt", "text"u8.ToArray()));
        Check("is compressed or encrypted, but torch.save stores members uncompressed", CompressionLevel.Optimal, ("archive/data.pkl", new byte[1000]));
        Check("TorchScript", CompressionLevel.NoCompression, ("archive/data.pkl", [0x80, 2, (byte)'N', (byte)'.']), ("archive/constants.pkl", [0]));
        Check("big-endian", CompressionLevel.NoCompression, ("archive/data.pkl", [0x80, 2, (byte)'N', (byte)'.']), ("archive/byteorder", "big"u8.ToArray()));
        Check("two members named 'archive/data.pkl'", CompressionLevel.NoCompression, ("archive/data.pkl", [0x80, 2, (byte)'N', (byte)'.']), ("archive/data.pkl", [1]));
    }

    [Fact]
    public void Members_that_lie_over_each_other_are_refused()
    {
        using var stream = new MemoryStream();
        HostileFiles.Write(stream, HostileFiles.Tensor("0", 4, 0, [4], [1]), ("0", FourFloats), ("1", FourFloats));
        var bytes = stream.ToArray();
        var (first, second) = (Find(bytes, "archive/data/0", 2), Find(bytes, "archive/data/1", 2));
        bytes.AsSpan(first - 4, 4).CopyTo(bytes.AsSpan(second - 4));
        Assert.Contains("its members lie over each other", Assert.Throws<TorchFileException>(() => Torch.Load(new MemoryStream(bytes))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_cut_of_a_file_is_refused()
    {
        using var files = new SavedFiles();
        foreach (var options in new[] { "", ", _use_new_zipfile_serialization=False" })
        {
            var bytes = File.ReadAllBytes(files.ByPython(python, "{'x': torch.arange(5), 'y': [1, 'two']}", options: options));
            Assert.Equal("The file is empty.", Assert.Throws<TorchFileException>(() => Torch.Load(new MemoryStream())).Message);
            for (var length = 1; length < bytes.Length; length++)
            {
                Assert.Throws<TorchFileException>(() => Torch.Load(new MemoryStream(bytes[..length])));
            }
        }
    }

    [Fact]
    public void What_is_no_file_is_the_usual_exception()
    {
        using var files = new SavedFiles();
        Assert.Throws<FileNotFoundException>(() => Torch.Load(files.Path("none.pt")));
        Assert.Throws<DirectoryNotFoundException>(() => Torch.Load(files.Path("none/x.pt")));
        var missing = files.Path("none/x.pt");
        Assert.StartsWith($"'{missing}' cannot be written", Assert.Throws<DirectoryNotFoundException>(() => Torch.Save(1, missing)).Message, StringComparison.Ordinal);
        Assert.DoesNotContain(".tmp", Assert.ThrowsAny<IOException>(() => Torch.Save(1, "/proc/x.pt")).Message, StringComparison.Ordinal);
        Assert.Throws<UnauthorizedAccessException>(() => Torch.Load(files.Path("")));
        Assert.Throws<UnauthorizedAccessException>(() => Torch.Save(1, files.Path("")));
        Assert.Throws<ArgumentException>(() => Torch.Load(""));
        Assert.Throws<ArgumentNullException>(() => Torch.Load((string)null!));
        Assert.Throws<ArgumentNullException>(() => Torch.Load((Stream)null!));
        Assert.Throws<ArgumentNullException>(() => Torch.Save(1, (Stream)null!));
        File.WriteAllText(files.Path("letter.txt"), "Dear reader");
        Assert.Contains("The file was not written by torch.save", Assert.Throws<TorchFileException>(() => Torch.Load(files.Path("letter.txt"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pipes_and_streams_that_cannot_go_back_are_refused()
    {
        using var files = new SavedFiles();
        var path = files.Path("pipe");
        Assert.Equal(0, ChildProcess.Run("mkfifo", [path]).ExitCode);
        var writer = Task.Run(() => new FileStream(path, FileMode.Open, FileAccess.Write).Dispose(), TestContext.Current.CancellationToken);
        Assert.Contains("is a pipe", Assert.Throws<ArgumentException>(() => Torch.Load(path)).Message, StringComparison.Ordinal);
        await writer;
        using var packed = new GZipStream(new MemoryStream(), CompressionMode.Decompress);
        Assert.Contains("seekable", Assert.Throws<ArgumentException>(() => Torch.Load(packed)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Devices_that_are_not_there_are_named()
    {
        var pickle = HostileFiles.Tensor("0", 4, 0, [4], [1]);
        var place = Find(pickle, "cpu", 1);
        using var stream = Zip([.. pickle[..(place - 4)], 5, 0, 0, 0, .. "moon9"u8, .. pickle[(place + 3)..]]);
        Assert.Contains("of the device 'moon9', which is unknown here", Assert.Throws<TorchFileException>(() => Torch.Load(stream)).Message, StringComparison.Ordinal);
        stream.Position = 0;
        Assert.Equal(4, Torch.Load<Tensor>(stream, "cpu").Numel);
        if (!Torch.Cuda.IsAvailable())
        {
            using var cuda = Zip([.. pickle[..(place - 4)], 6, 0, 0, 0, .. "cuda:0"u8, .. pickle[(place + 3)..]]);
            Assert.Equal(
                python.Error("torch.serialization.validate_cuda_device('cuda:0')").Message, Assert.Throws<TorchException>(() => Torch.Load(cuda)).Message);
        }
    }

    private static void Check(string message, CompressionLevel level, params (string Name, byte[] Bytes)[] members)
    {
        using var stream = new MemoryStream();
        HostileFiles.Write(stream, level, members);
        stream.Position = 0;
        Assert.Contains(message, Assert.Throws<TorchFileException>(() => Torch.Load(stream)).Message, StringComparison.Ordinal);
    }

    private static MemoryStream Zip(byte[] pickle)
    {
        var stream = new MemoryStream();
        HostileFiles.Write(stream, pickle, ("0", FourFloats));
        stream.Position = 0;
        return stream;
    }

    // The place behind the name's nth occurrence is where its header's last number ends; the directory's entry has it before the name.
    private static int Find(byte[] bytes, string name, int occurrence)
    {
        var place = -1;
        for (var i = 0; i < occurrence; i++)
        {
            place += 1 + bytes.AsSpan(place + 1).IndexOf(Encoding.ASCII.GetBytes(name));
        }

        return place;
    }
}
