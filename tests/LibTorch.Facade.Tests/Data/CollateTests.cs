using System.Numerics;
using LibTorch.Utils.Data;
using static LibTorch.Tests.Data.PythonLike;

namespace LibTorch.Tests.Data;

/// <summary>Batches of every kind of sample are what Python makes of them.</summary>
public sealed class CollateTests(PythonSession python)
{
    private const string Setup = Import + "from torch.utils.data.dataloader import default_collate\n";

    private static Dictionary<string, Func<object?>> Batches { get; } = new()
    {
        ["[torch.ones(2), torch.zeros(2)]"] = () => Collate.Default<Tensor>().Collate([Torch.Ones(2), Torch.Zeros(2)]),
        ["[torch.tensor(1), torch.tensor(2)]"] = () => Collate.Default<Tensor>().Collate(new List<Tensor> { Torch.Tensor(1L), Torch.Tensor(2L) }),
        ["[torch.arange(3)[1], torch.tensor(2**63 - 1), torch.tensor(-2**63)]"] =
            () => Collate.Default<Tensor>().Collate([Torch.Arange(3)[1], Torch.Tensor(long.MaxValue), Torch.Tensor(long.MinValue)]),
        ["[torch.tensor(1), torch.tensor(2, dtype=torch.int32)]"] = () => Collate.Default<Tensor>().Collate([Torch.Tensor(1L), Torch.Tensor(2)]),
        ["[torch.tensor(1.5), torch.tensor(2.5)]"] = () => Collate.Default<Tensor>().Collate([Torch.Tensor(1.5f), Torch.Tensor(2.5f)]),
        ["[1, 2, 3]"] = () => Collate.Default<long>().Collate([1, 2, 3]),
        ["[0.1, float('nan')]"] = () => Collate.Default<double>().Collate([0.1, BitConverter.Int64BitsToDouble(0x7ff8000000000000)]),
        ["[True, False]"] = () => Collate.Default<bool>().Collate([true, false]),
        ["[np.float32(0.1), np.float32(2)]"] = () => Collate.Default<float>().Collate([0.1f, 2]),
        ["[np.int32(1), np.int32(2)]"] = () => Collate.Default<int>().Collate([1, 2]),
        ["[np.uint8(1), np.uint8(2)]"] = () => Collate.Default<byte>().Collate([1, 2]),
        ["[np.int8(1), np.int8(-2)]"] = () => Collate.Default<sbyte>().Collate([1, -2]),
        ["[np.int16(1), np.int16(2)]"] = () => Collate.Default<short>().Collate([1, 2]),
        ["[np.float16(0.1), np.float16(2)]"] = () => Collate.Default<Half>().Collate([(Half)0.1, (Half)2]),
        ["[np.complex128(1+2j)]"] = () => Collate.Default<Complex>().Collate([new Complex(1, 2)]),
        ["[np.float32([1, 2]), np.float32([3, 4])]"] = () => Collate.Default<float[]>().Collate([[1, 2], [3, 4]]),
        ["[np.int64([[1, 2]]), np.int64([[3, 4]])]"] = () => Collate.Default<long[,]>().Collate([new long[,] { { 1, 2 } }, new long[,] { { 3, 4 } }]),
        ["['a', 'b']"] = () => Collate.List<string>().Collate(["a", "b"]),
        ["[(1, 0.5), (2, 0.25)]"] = () => Collate.Tuple(Collate.Default<long>(), Collate.Default<double>()).Collate([(1, 0.5), (2, 0.25)]),
        ["[(1, ('a', 2.0)), (2, ('b', 3.0))]"] =
            () => Collate.Tuple(Collate.Default<long>(), Collate.Tuple(Collate.List<string>(), Collate.Default<double>())).Collate([(1, ("a", 2)), (2, ("b", 3))]),
        ["[(1, 2, 'a'), (3, 4, 'b')]"] = () => Collate.Tuple(Collate.Default<long>(), Collate.Default<long>(), Collate.List<string>()).Collate([(1, 2, "a"), (3, 4, "b")]),
        ["[[1, 2], [3, 4], [5, 6]]"] = () => Collate.Sequence(Collate.Default<long>()).Collate([[1L, 2L], [3L, 4L], [5L, 6L]]),
        ["[{'a': 1, 'b': 2}, {'b': 3, 'a': 4}]"] =
            () => Collate.Dictionary<string, long, Tensor>(Collate.Default<long>()).Collate([new Dictionary<string, long> { ["a"] = 1, ["b"] = 2 }, new Dictionary<string, long> { ["b"] = 3, ["a"] = 4 }]),
    };

    public static TheoryData<string> Samples => [.. Batches.Keys];

    [Theory]
    [MemberData(nameof(Samples))]
    public void They_are_Pythons(string samples) =>
        Assert.Equal(python.Eval("bits(list(b.items()) if isinstance(b, dict) else b)", $"{Setup}b = default_collate({samples})"), Bits(Batches[samples]()));

    [Fact]
    public void A_batch_of_numbers_is_where_the_numbers_are()
    {
        using var numbers = Torch.Arange(3);
        using var mode = Torch.OnDevice("meta");
        Assert.Equal(Device.Cpu, Collate.Default<Tensor>().Collate([numbers[0], numbers[2]]).Device);
    }

    [Fact]
    public void A_batch_of_recorded_tensors_is_recorded()
    {
        var x = Torch.Ones([3, 2], requiresGrad: true);
        var batch = DataLoader.Create(TensorDataset.Create(x), batchSize: 3).Single();
        Assert.Equal(python.Eval("next(iter(DataLoader(TensorDataset(torch.ones(3, 2, requires_grad=True)), 3)))[0].grad_fn.name()", Setup), batch.GradFn!.Name);
        using var mode = Torch.NoGrad();
        Assert.False(DataLoader.Create(TensorDataset.Create(x), batchSize: 3).Single().RequiresGrad);
    }

    [Fact]
    public void Memory_formats_are_Pythons()
    {
        const string Images = "x = torch.arange(48.).reshape(2, 3, 2, 4).to(memory_format=torch.channels_last)";
        var x = Torch.Arange(48.0, dtype: DType.Float32).Reshape([2, 3, 2, 4]).To(memoryFormat: MemoryFormat.ChannelsLast);
        var batch = DataLoader.Create(TensorDataset.Create(x), batchSize: 2).Single();
        Parity.Same(python, "next(iter(DataLoader(TensorDataset(x), 2)))[0]", batch, Setup + Images);
        Assert.Equal(python.Eval("next(iter(DataLoader(TensorDataset(x), 2)))[0].stride()", Setup + Images), $"({string.Join(", ", batch.Strides)})");
    }

    [Fact]
    public void What_was_made_before_a_part_fails_is_freed()
    {
        var collate = Collate.Tuple(Collate.Default<Tensor>(), new Failing());
        Assert.Throws<InvalidOperationException>(() => collate.Collate([(Torch.Ones(2), 1)]));
        Assert.Throws<KeyNotFoundException>(() => Collate.Dictionary<string, long, Tensor>(Collate.Default<long>()).Collate([new Dictionary<string, long> { ["a"] = 1 }, new Dictionary<string, long>()]));
        Assert.Throws<TorchIndexException>(() => collate.Collate([]));
    }

    [Fact]
    public void A_function_makes_records()
    {
        var loader = DataLoader.Create([("a", 1.5f), ("b", 2.5f)], samples => new Batch([.. samples.Select(sample => sample.Item1)], Torch.Tensor(samples.Select(sample => sample.Item2))), batchSize: 2);
        var batch = loader.Single();
        Assert.Equal(["a", "b"], batch.Names);
        Assert.Equal([1.5f, 2.5f], batch.Values.ToArray<float>());
    }

    private sealed record Batch(string[] Names, Tensor Values);

    private sealed class Failing : ICollate<int, int>
    {
        public int Collate(IReadOnlyList<int> samples) => throw new InvalidOperationException();
    }
}
