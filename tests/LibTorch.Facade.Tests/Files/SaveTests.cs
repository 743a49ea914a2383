#pragma warning disable xUnit1051 // These files are read and written at once: there is nothing to give up.
using LibTorch.Interop;
using LibTorch.NN;

namespace LibTorch.Tests.Files;

/// <summary>Torch.Save writes, byte for byte, what the running Python's torch.save does.</summary>
[Collection(ProcessWideState.Name)]
public sealed class SaveTests(PythonSession python)
{
    public static TheoryData<string> Rows => SavedRow.Names;

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_file_is_Pythons(string name)
    {
        var row = SavedRow.Of(name);
        using var files = new SavedFiles();
        SavedFiles.AssertSame(python, files.ByPython(python, row.Python, row.Setup), files.BySharp(row.Make()));
    }

    [Theory]
    [InlineData("x.pt")]
    [InlineData("noending")]
    [InlineData("two.dots.pt")]
    [InlineData("a name with spaces.bin")]
    [InlineData("änderung.pt")]
    [InlineData("back\\slash.pt")]
    [InlineData("a-name-that-is-longer-than-most-names-are-so-that-there-is-more-of-it-before-the-data.pt")]
    public void Names_go_into_the_archive_as_in_Python(string name)
    {
        using var files = new SavedFiles();
        SavedFiles.AssertSame(python, files.ByPython(python, "{'x': torch.ones(3)}", name: "python.d/" + name), files.BySharp(new Dictionary<string, object?> { ["x"] = Torch.Ones([3]) }, "sharp.d/" + name));
    }

    [Fact]
    public void A_name_that_Python_cannot_write_is_written()
    {
        using var files = new SavedFiles();
        Assert.Equal(1.0, Torch.Load<double>(files.BySharp(1.0, "sharp.d/.pt")));
    }

    [Fact]
    public async Task Streams_get_the_same_as_in_Python()
    {
        using var files = new SavedFiles();
        var path = files.Path("stream.pt");
        python.Eval("0", $"f = open({SavedFiles.Quoted(path)}, 'wb')\nimport io\nb = io.BytesIO()\ntorch.save([torch.ones(3), 'x'], b)\nf.write(b.getvalue())\nf.close()");
        var expected = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        object?[] values = [Torch.Ones([3]), "x"];
        using var memory = new MemoryStream();
        Torch.Save(values.ToList(), memory);
        Assert.Equal(expected, memory.ToArray());
        using var other = new OneWayStream();
        await Torch.SaveAsync(values.ToList(), other, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(expected, other.Written.ToArray());
        await Torch.SaveAsync(values.ToList(), path = files.Path("stream2.pt"), cancellationToken: TestContext.Current.CancellationToken);
        SavedFiles.AssertSame(python, files.ByPython(python, "[torch.ones(3), 'x']", name: "python.d/stream2.pt"), path);
    }

    [Fact]
    public void What_Python_refuses_is_refused_in_its_words()
    {
        using var files = new SavedFiles();
        var path = files.Path("x.pt");
        Parity.SameError(python, $"torch.save([x, x.view(torch.int32)], {SavedFiles.Quoted(path)})", () => Torch.Save(ViewedTwice(), path), "x = torch.ones(2)");
        if (LibraryCalls.IsAtLeast(2, 7))
        {
            // Dimensions have no names any more.
            return;
        }

        Parity.SameError(python, $"torch.save(torch.ones(2, names=('n',)), {SavedFiles.Quoted(path)})", () => Torch.Save(Torch.Ones([2]).Rename(["n"]), path));
    }

    [Fact]
    public void What_Python_has_nothing_for_is_refused_and_the_old_file_stays()
    {
        using var files = new SavedFiles();
        var path = files.BySharp("old");
        foreach (var value in new object[] { new Linear(2, 2), new Uri("https://example.org"), (Action)(() => { }), new List<object?> { 1, new Version(1, 2) } })
        {
            Assert.Throws<ArgumentException>(() => Torch.Save(value, path));
        }

        var deep = new List<object?>();
        for (var i = 0; i < 100_000; i++)
        {
            deep = [deep];
        }

        Assert.Throws<ArgumentException>(() => Torch.Save(deep, path));
        Assert.Equal("old", Torch.Load(path));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void Before_libtorch_2_conjugated_and_negated_elements_are_written_as_they_are_read()
    {
        using var files = new SavedFiles();
        var x = Torch.Tensor([new System.Numerics.Complex(1, 2)]).Conj();
        Assert.Equal(Parity.Bits(x), Parity.Bits(Torch.Load<Tensor>(files.BySharp(x))));
        Assert.Equal(Parity.Bits(x.Imag), Parity.Bits(Torch.Load<Tensor>(files.BySharp(x.Imag))));
    }

    [Fact]
    public void Python_loads_what_is_written_without_executing_anything()
    {
        using var files = new SavedFiles();
        var path = files.BySharp(new Sequential(new Linear(2, 3), new BatchNorm1d(3)).StateDict());
        Assert.Equal("0.weight 0.bias 1.weight 1.bias 1.running_mean 1.running_var 1.num_batches_tracked", python.Eval($"' '.join(torch.load({SavedFiles.Quoted(path)}, weights_only=True))"));
    }

    [Fact]
    public void Giving_up_leaves_the_old_file()
    {
        using var files = new SavedFiles();
        var path = files.BySharp("old");
        using var source = new CancellationTokenSource();
        var progress = new Seen(count => { if (count > 1000) { source.Cancel(); } });
        Assert.Throws<OperationCanceledException>(() => Torch.Save(Torch.Ones([1 << 22]), path, progress, source.Token));
        Assert.Equal("old", Torch.Load(path));
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public void Progress_ends_with_the_files_size()
    {
        using var files = new SavedFiles();
        var last = 0L;
        var path = files.Path("x.pt");
        Torch.Save(Torch.Ones([5 << 20]), path, new Seen(count => last = count > last ? count : -1), TestContext.Current.CancellationToken);
        Assert.Equal(new FileInfo(path).Length, last);
        last = 0;
        Torch.Load(path, progress: new Seen(count => last = count > last ? count : -1), cancellationToken: TestContext.Current.CancellationToken);
        Assert.InRange(last, 5 << 22, new FileInfo(path).Length + 1_000_000);
    }

    [Fact]
    public void A_large_file_takes_no_memory_beside_its_tensors()
    {
        using var files = new SavedFiles();
        var path = files.Path("x.pt");
        var values = Enumerable.Range(0, 3).Select(_ => (object?)Torch.Ones([8 << 20])).ToList();
        var before = GC.GetTotalAllocatedBytes(precise: true);
        Torch.Save(values, path);
        Torch.Load(path);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 8 << 20);
    }

    [Fact]
    public async Task Writers_of_one_file_do_not_mix()
    {
        using var files = new SavedFiles();
        var path = files.Path("x.pt");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(() => Torch.Save(Torch.Full([1000], (float)i), path), TestContext.Current.CancellationToken)));
        var loaded = Torch.Load<Tensor>(path);
        Assert.True(loaded.Eq(loaded[0]).All().Item<bool>());
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(path)!));
    }

    private static List<object?> ViewedTwice()
    {
        var x = Torch.Ones([2]);
        return [x, x.View(DType.Int32)];
    }

    private sealed class Seen(Action<long> see) : IProgress<long>
    {
        public void Report(long value) => see(value);
    }

    private sealed class OneWayStream : Stream
    {
        public MemoryStream Written { get; } = new();

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override void Flush()
        {
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => Written.Write(buffer, offset, count);

        protected override void Dispose(bool disposing)
        {
            Written.Dispose();
            base.Dispose(disposing);
        }
    }
}
