using System.Buffers;
using System.Runtime.CompilerServices;

namespace LibTorch.Tests.Memory;

/// <summary>Tensors on the application's own memory.</summary>
public sealed class LentMemoryTests(PythonSession python)
{
    [Fact]
    public void Both_see_what_the_other_writes()
    {
        float[] values = [1, 2, 3, 4, 5, 6];
        using var x = Torch.FromMemory(values.AsMemory(1, 4), [2, 2]);
        Parity.SameText(python, "torch.tensor([[2., 3.], [4., 5.]])", x);
        values[1] = 9;
        x[1, 1] = 7;
        Assert.Equal([9f, 3, 4, 7], x.ToArray<float>());
        Assert.Equal([1f, 9, 3, 4, 7, 6], values);
        Assert.Equal([9f, 3, 4, 7], x.AsSpan<float>());
    }

    [Fact]
    public void Memory_stays_for_as_long_as_a_tensor_lies_in_it()
    {
        var memory = new CountedMemory<float>([1, 2, 3, 4]);
        var x = Torch.FromMemory(memory.Memory);
        Assert.Equal(1, memory.Pins);
        var part = x[1..3];
        x.Dispose();
        Assert.Equal(1, memory.Pins);
        Assert.Equal([2f, 3], part.ToArray<float>());
        using (var storage = part.UntypedStorage())
        {
            part.Dispose();
            Assert.Equal(1, memory.Pins);
        }

        Assert.Equal(0, memory.Pins);
    }

    [Fact]
    public void Memory_stays_for_what_the_graph_has_saved()
    {
        var memory = new CountedMemory<float>([1, 2]);
        var weight = Torch.Ones(2, requiresGrad: true);
        var x = Torch.FromMemory(memory.Memory);
        var y = (weight * x).Sum();
        x.Dispose();
        Assert.Equal(1, memory.Pins);
        y.Backward();
        Assert.Equal([1f, 2], weight.Grad!.ToArray<float>());
        Assert.Equal(0, memory.Pins);
    }

    [Fact]
    public void The_collector_gives_it_back_where_nobody_disposes()
    {
        var memory = new CountedMemory<float>([1, 2]);
        Use(memory);
        for (var i = 0; i < 10 && memory.Pins > 0; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Torch.Zeros(1).Dispose();
        }

        Assert.Equal(0, memory.Pins);

        [MethodImpl(MethodImplOptions.NoInlining)]
        static void Use(CountedMemory<float> memory) => Assert.Equal(3, Torch.FromMemory(memory.Memory).Sum().Item<float>());
    }

    [Fact]
    public void An_owner_that_throws_ends_nothing()
    {
        var memory = new CountedMemory<float>([1, 2], failsToUnpin: true);
        Torch.FromMemory(memory.Memory).Dispose();
        Assert.Equal(0, memory.Pins);
    }

    [Fact]
    public void Bytes_are_read_as_what_is_asked_for()
    {
        byte[] bytes = [0, 0, 128, 63, 0, 0, 0, 64];
        Parity.Same(python, "torch.tensor([1., 2.])", Torch.FromMemory(bytes.AsMemory(), DType.Float32));
        Parity.Same(python, "torch.tensor([[1.], [2.]], dtype=torch.bfloat16)", Torch.FromMemory(new short[] { 0x3f80, 0x4000 }.AsMemory(), [2, 1], DType.BFloat16));
        Parity.Same(python, "torch.tensor([1 + 2j], dtype=torch.complex64)", Torch.FromMemory(new float[] { 1, 2 }.AsMemory(), DType.Complex64));
        Parity.Same(python, "torch.tensor(1.)", Torch.FromMemory(new float[] { 1 }.AsMemory(), []));
        Parity.Same(python, "torch.empty(0)", Torch.FromMemory(Memory<float>.Empty));
        Parity.Same(python, "torch.empty(2, 0, dtype=torch.int64)", Torch.FromMemory(Memory<long>.Empty, [2, 0]));
        using var leaf = Torch.FromMemory(new double[] { 1, 2 }.AsMemory(), requiresGrad: true);
        Parity.SameText(python, "torch.tensor([1., 2.], dtype=torch.float64, requires_grad=True)", leaf);
        Assert.True(leaf.IsLeaf);
    }

    [Fact]
    public void What_does_not_fit_is_refused_and_given_back()
    {
        var memory = new CountedMemory<byte>(new byte[16]);
        Assert.Throws<ArgumentException>(() => Torch.FromMemory(memory.Memory[..7], DType.Float32));
        Assert.Throws<ArgumentException>(() => Torch.FromMemory(memory.Memory[1..9], DType.Float64));
        Assert.Throws<ArgumentException>(() => Torch.FromMemory(memory.Memory, [3]));
        Assert.Throws<ArgumentException>(() => Torch.FromMemory(memory.Memory, [-4, -4]));
        Assert.Throws<NotSupportedException>(() => Torch.FromMemory("text".ToCharArray().AsMemory()));
        Assert.Throws<TorchException>(() => Torch.FromMemory(memory.Memory, requiresGrad: true));
        Assert.Equal(0, memory.Pins);
        using var x = Torch.FromMemory(memory.Memory);
        Assert.Throws<TorchException>(() => x.Resize_([32]));
        Assert.Equal(16, x.Numel);
    }

    [Fact]
    public void Arrays_of_any_rank_are_wrapped()
    {
        var cube = new double[2, 3, 4];
        using var x = Torch.FromArray(cube);
        x[1, 2, 3] = 5;
        Assert.Equal(5, cube[1, 2, 3]);
        Assert.Equal("torch.Size([2, 3, 4])", x.Shape.ToString());
        var highest = Array.CreateInstance(typeof(int), Enumerable.Repeat(1, 32).ToArray());
        Assert.Equal(32, Torch.FromArray(highest).NDim);
        Assert.Equal(32, Torch.Tensor(highest).NDim);
        Assert.Equal(0, Torch.FromArray(new float[0, 3]).Numel);
        Assert.Throws<NotSupportedException>(() => Torch.FromArray(new[] { new[] { 1 } }));
        Assert.Throws<NotSupportedException>(() => Torch.FromArray(new[] { "a" }));
        Parity.Same(python, "torch.arange(8.).reshape(2, 2, 2)", Torch.Tensor([[[0f, 1], [2, 3]], [[4f, 5], [6, 7]]]));
        var ragged = Assert.Throws<ArgumentException>(() => Torch.Tensor([[1f, 2], [3f]]));
        Assert.Contains("element 1", ragged.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Sequences_of_several_pieces_are_copied()
    {
        var sequence = Sequence([1f, 2], [], [3f], [4f, 5, 6]);
        Parity.Same(python, "torch.arange(1., 7.)", Torch.Tensor(sequence));
        Parity.Same(python, "torch.arange(1., 7.).reshape(2, 3).to(torch.float64)", Torch.Tensor(sequence, [2, 3], DType.Float64));
        Parity.Same(python, "torch.arange(3.)[1:]", Torch.Tensor(new ReadOnlySequence<float>([1f, 2])));
        Parity.Same(python, "torch.empty(0)", Torch.Tensor(ReadOnlySequence<float>.Empty));
        Parity.Same(python, "torch.tensor([1, 2, 3, 4])", Torch.Tensor(Sequence<ushort>([1, 2], [3, 4]), DType.Int64));
        Assert.Throws<ArgumentException>(() => Torch.Tensor(sequence, [7]));
    }

    [Fact]
    public void Files_are_mapped_as_in_Python()
    {
        var path = Path.GetTempFileName();
        File.WriteAllBytes(path, [0, 0, 128, 63, 0, 0, 0, 64]);
        using (var own = Torch.FromFile(path, shared: false, size: 2))
        {
            Parity.Same(python, $"torch.from_file('{path}', shared=False, size=2)", own);
            own.Zero_();
        }

        using (var shared = Torch.FromFile(path, shared: true, size: 4, dtype: DType.Int16))
        {
            Parity.Same(python, $"torch.from_file('{path}', shared=False, size=4, dtype=torch.int16)", shared);
            shared.Fill_(257);
        }

        Assert.Equal(Enumerable.Repeat((byte)1, 8), File.ReadAllBytes(path));
        Parity.SameError(python, $"torch.from_file('{path}', shared=False, size=3)", () => Torch.FromFile(path, shared: false, size: 3));
        File.Delete(path);
    }

    private static ReadOnlySequence<T> Sequence<T>(params T[][] pieces)
    {
        var first = new Piece<T>(pieces[0], 0);
        var last = pieces.Skip(1).Aggregate(first, (before, piece) => before.Then(piece));
        return new ReadOnlySequence<T>(first, 0, last, pieces[^1].Length);
    }

    private sealed class Piece<T> : ReadOnlySequenceSegment<T>
    {
        public Piece(T[] values, long start)
        {
            Memory = values;
            RunningIndex = start;
        }

        public Piece<T> Then(T[] values)
        {
            var next = new Piece<T>(values, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
