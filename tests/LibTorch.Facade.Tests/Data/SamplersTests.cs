using LibTorch.Utils.Data;
using static LibTorch.Tests.Data.PythonLike;

namespace LibTorch.Tests.Data;

/// <summary>Samplers give Python's indices, pass after pass, and leave the random numbers where Python leaves them.</summary>
[Collection(ProcessWideState.Name)]
public sealed class SamplersTests(PythonSession python)
{
    private const string Setup = Import + """
        def passes(sampler):
            return [list(sampler) for _ in range(3)]
        def started(iterator, count):
            return [next(iterator) for _ in range(count)]
        g = torch.Generator().manual_seed(4)
        torch.manual_seed(9)
        """;

    private static readonly Dictionary<string, Func<LibTorch.Generator, object>> Samplers = new()
    {
        ["SequentialSampler(range(5))"] = _ => new SequentialSampler(5),
        ["RandomSampler(range(10))"] = _ => new RandomSampler(10),
        ["RandomSampler(range(10), generator=g)"] = g => new RandomSampler(10, generator: g),
        ["RandomSampler(range(10), num_samples=25, generator=g)"] = g => new RandomSampler(10, numSamples: 25, generator: g),
        ["RandomSampler(range(10), num_samples=20, generator=g)"] = g => new RandomSampler(10, numSamples: 20, generator: g),
        ["RandomSampler(range(10), num_samples=3)"] = _ => new RandomSampler(10, numSamples: 3),
        ["RandomSampler(range(10), replacement=True)"] = _ => new RandomSampler(10, replacement: true),
        ["RandomSampler(range(7), replacement=True, num_samples=70, generator=g)"] = g => new RandomSampler(7, replacement: true, numSamples: 70, generator: g),
        ["RandomSampler(range(7), replacement=True, num_samples=64, generator=g)"] = g => new RandomSampler(7, replacement: true, numSamples: 64, generator: g),
        ["SubsetRandomSampler([5, 1, 8, 2])"] = _ => new SubsetRandomSampler([5, 1, 8, 2]),
        ["SubsetRandomSampler([5, 1, 8, 2], generator=g)"] = g => new SubsetRandomSampler([5, 1, 8, 2], generator: g),
        ["WeightedRandomSampler([0.1, 0.9, 0.4, 0.7, 3.0, 0.6], 5)"] = _ => new WeightedRandomSampler([0.1, 0.9, 0.4, 0.7, 3.0, 0.6], 5),
        ["WeightedRandomSampler([0.9, 0.4, 0.05, 0.2, 0.3, 0.1], 5, replacement=False, generator=g)"] = g => new WeightedRandomSampler([0.9, 0.4, 0.05, 0.2, 0.3, 0.1], 5, replacement: false, g),
        ["WeightedRandomSampler(torch.tensor([1, 2, 3]), 40)"] = _ => new WeightedRandomSampler(Torch.Tensor([1L, 2, 3]), 40),
        ["BatchSampler(SequentialSampler(range(10)), 3, False)"] = _ => new BatchSampler(new SequentialSampler(10), 3, dropLast: false),
        ["BatchSampler(SequentialSampler(range(10)), 3, True)"] = _ => new BatchSampler(new SequentialSampler(10), 3, dropLast: true),
        ["BatchSampler(RandomSampler(range(9), generator=g), 3, True)"] = g => new BatchSampler(new RandomSampler(9, generator: g), 3, dropLast: true),
        ["BatchSampler(RandomSampler(range(9), generator=g), 3, False)"] = g => new BatchSampler(new RandomSampler(9, generator: g), 3, dropLast: false),
        ["BatchSampler([7, 5], 3, False)"] = _ => new BatchSampler([7, 5], 3, dropLast: false),
    };

    public static TheoryData<string> Calls => [.. Samplers.Keys];

    public static TheoryData<string> WrongCalls => [.. Wrong.Keys];

    private static Dictionary<string, Action> Wrong { get; } = new()
    {
        ["RandomSampler([])"] = () => _ = new RandomSampler(0),
        ["RandomSampler(range(3), num_samples=0)"] = () => _ = new RandomSampler(3, numSamples: 0),
        ["RandomSampler(range(3), num_samples=-2)"] = () => _ = new RandomSampler(3, numSamples: -2),
        ["WeightedRandomSampler([1.0], 0)"] = () => _ = new WeightedRandomSampler([1.0], 0),
        ["WeightedRandomSampler([[1.0, 2.0]], 1)"] = () => _ = new WeightedRandomSampler(Torch.Tensor([[1.0, 2.0]]), 1),
        ["list(WeightedRandomSampler([1.0, 2.0], 3, replacement=False))"] = () => _ = new WeightedRandomSampler([1.0, 2.0], 3, replacement: false).ToList(),
        ["BatchSampler([1], 0, False)"] = () => _ = new BatchSampler([1], 0, dropLast: false),
        ["DistributedSampler(range(4), 2, 2)"] = () => _ = new DistributedSampler(4, 2, 2),
        ["DistributedSampler(range(4), 2, -1)"] = () => _ = new DistributedSampler(4, 2, -1),
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void Passes_and_what_is_drawn_are_Pythons(string call)
    {
        using var generator = new LibTorch.Generator().ManualSeed(4);
        Torch.ManualSeed(9);
        var sampler = Samplers[call](generator);
        object passes = sampler is Sampler<long> single ? Passes(single) : Passes((Sampler<IReadOnlyList<long>>)sampler);
        var length = sampler is Sampler<long> counted ? counted.Count : ((BatchSampler)sampler).Count;
        Assert.Equal(
            python.Eval($"bits([passes(s), len(s), g.get_state(), {State}])", $"{Setup}\ns = {call}"),
            Bits(new object[] { passes, length, generator.GetState(), Torch.GetRngState() }));
    }

    [Theory]
    [InlineData("RandomSampler(range(10))", 3)]
    [InlineData("BatchSampler(RandomSampler(range(9), generator=g), 3, False)", 3)]
    [InlineData("BatchSampler(RandomSampler(range(9), generator=g), 3, True)", 3)]
    [InlineData("RandomSampler(range(7), replacement=True, num_samples=70, generator=g)", 33)]
    public void A_pass_draws_no_earlier_than_Pythons(string call, int taken)
    {
        using var generator = new LibTorch.Generator().ManualSeed(4);
        Torch.ManualSeed(9);
        var sampler = (System.Collections.IEnumerable)Samplers[call](generator);
        var iterator = sampler.GetEnumerator();
        var before = Bits(Torch.GetRngState());
        for (var i = 0; i < taken; i++)
        {
            Assert.True(iterator.MoveNext());
        }

        Assert.Equal(
            python.Eval($"bits([before, g.get_state(), {State}])", $"{Setup}\ni = iter({call}); before = {State}; started(i, {taken})"),
            $"({before}; {Bits(generator.GetState())}; {Bits(Torch.GetRngState())})");
    }

    [Theory]
    [MemberData(nameof(WrongCalls))]
    public void What_does_not_fit_is_refused_in_Pythons_words(string call) => Parity.SameError(python, call, Wrong[call], Import);

    [Fact]
    public void Shares_of_several_processes_are_Pythons()
    {
        foreach (var (count, replicas) in new[] { (10, 2), (10, 3), (11, 4), (2, 5), (1, 3), (0, 2), (8, 8) })
        {
            foreach (var (shuffle, dropLast) in new[] { (true, true), (true, false), (false, true), (false, false) })
            {
                for (var rank = 0; rank < replicas; rank++)
                {
                    var sampler = new DistributedSampler(count, replicas, rank, shuffle, seed: 3, dropLast);
                    var first = sampler.ToList();
                    sampler.SetEpoch(2);
                    var call = $"DistributedSampler(range({count}), {replicas}, {rank}, shuffle={(shuffle ? "True" : "False")}, seed=3, drop_last={(dropLast ? "True" : "False")})";
                    Assert.Equal(
                        call + python.Eval("[first, list(s), len(s)]", $"{Import}s = {call}; first = list(s); s.set_epoch(2)"),
                        $"{call}[[{string.Join(", ", first)}], [{string.Join(", ", sampler)}], {sampler.Count}]");
                }
            }
        }
    }

    [Fact]
    public void A_dataset_that_grows_is_seen_by_the_next_pass()
    {
        var growing = new Growing();
        var (sequential, random) = (new SequentialSampler(growing), new RandomSampler(growing));
        Assert.Equal([0, 1], sequential);
        growing.Length = 5;
        Assert.Equal([0, 1, 2, 3, 4], sequential);
        Assert.Equal([0, 1, 2, 3, 4], random.Order());
        Assert.Equal(5, random.Count);
    }

    private static List<List<T>> Passes<T>(Sampler<T> sampler) => [.. Enumerable.Range(0, 3).Select(_ => sampler.ToList())];

    private sealed class Growing : ISized
    {
        public long Length { get; set; } = 2;

        public long Count => Length;
    }
}
