using LibTorch.Utils.Data;
using static LibTorch.Tests.Data.PythonLike;

namespace LibTorch.Tests.Data;

/// <summary>Datasets made of datasets have Python's samples, and fail as Python's do.</summary>
[Collection(ProcessWideState.Name)]
public sealed class DatasetsTests(PythonSession python)
{
    private const string Setup = Import + """
        x, y = torch.arange(12.).reshape(6, 2), torch.arange(6)
        class Ten(Dataset):
            def __len__(self): return 10
            def __getitem__(self, i): return i
        class Stream(IterableDataset):
            def __init__(self, n): self.n = n
            def __iter__(self): return iter(range(self.n))

        """;

    private static readonly int[] Ten = [.. Enumerable.Range(0, 10)];

    private static Tensor X => Torch.Arange(12.0, dtype: DType.Float32).Reshape([6, 2]);

    private static Tensor Y => Torch.Arange(6);

    private static Dictionary<string, Func<object?>> Answers { get; } = new()
    {
        ["bits(TensorDataset(x, y)[1])"] = () => Bits(TensorDataset.Create(X, Y)[1]),
        ["bits(TensorDataset(x, y)[-1])"] = () => Bits(TensorDataset.Create(X, Y)[-1]),
        ["bits(TensorDataset(x, y, x)[2])"] = () => Bits(TensorDataset.Create(X, Y, X)[2]),
        ["bits(TensorDataset(x)[0][0])"] = () => Bits(TensorDataset.Create(X)[0]),
        ["bits(TensorDataset(x, y)[6])"] = () => Bits(TensorDataset.Create(X, Y)[6]),
        ["bits(TensorDataset(x, y[:3]))"] = () => TensorDataset.Create(X, Y[..3]),
        ["bits(TensorDataset(x[0, 0]))"] = () => TensorDataset.Create(X[0, 0]),
        ["len(TensorDataset(x, y))"] = () => TensorDataset.Create(X, Y).Count,
        ["len(Ten() + Ten() + Ten())"] = () => (new Numbers() + new Numbers() + new Numbers()).Count,
        ["bits(list(Ten() + Ten()))"] = () => Bits(new Numbers() + new Numbers()),
        ["ConcatDataset([[1, 2], [], [3]]).cumulative_sizes"] = () => $"[{string.Join(", ", new ConcatDataset<int>([1, 2], Array.Empty<int>(), [3]).CumulativeSizes)}]",
        ["ConcatDataset([[1, 2], [], [3]])[2]"] = () => new ConcatDataset<int>([1, 2], Array.Empty<int>(), [3])[2],
        ["ConcatDataset([[1, 2], [], [3]])[-3]"] = () => new ConcatDataset<int>([1, 2], Array.Empty<int>(), [3])[-3],
        ["ConcatDataset([[1, 2], [], [3]])[-4]"] = () => new ConcatDataset<int>([1, 2], Array.Empty<int>(), [3])[-4],
        ["ConcatDataset([[1, 2], [], [3]])[3]"] = () => new ConcatDataset<int>([1, 2], Array.Empty<int>(), [3])[3],
        ["ConcatDataset([])"] = () => new ConcatDataset<int>(),
        ["Subset(Ten(), [5, 3])[1]"] = () => new Subset<int>(Ten, [5, 3])[1],
        ["Subset(Ten(), [5, 3])[-2]"] = () => new Subset<int>(Ten, [5, 3])[-2],
        ["Subset(Ten(), [5, 3])[2]"] = () => new Subset<int>(Ten, [5, 3])[2],
        ["len(Subset(Ten(), [5, 3]))"] = () => new Subset<int>(Ten, [5, 3]).Count,
        ["bits(list(ChainDataset([Stream(2), Stream(0), Stream(3)])))"] = () => Bits(new ChainDataset<int>(Stream(2), Stream(0), Stream(3))),
        ["bits(list(Stream(2) + Stream(1)))"] = () => Bits(new Counting(2) + new Counting(1)),
    };

    public static TheoryData<string> Calls => [.. Answers.Keys];

    [Theory]
    [MemberData(nameof(Calls))]
    public void Samples_and_errors_are_Pythons(string call) => Parity.SameAnswer(python, call, Answers[call], Setup);

    [Fact]
    public void A_stack_has_a_part_of_each()
    {
        Assert.SkipUnless(python.Eval("hasattr(torch.utils.data, 'StackDataset')") == "True", "This Python has no StackDataset.");
        Parity.SameAnswer(python, "bits(StackDataset(x, y)[1])", () => Bits(StackDataset.Create(TensorDataset.Create(X), TensorDataset.Create(Y))[1]), Setup);
        Parity.SameAnswer(python, "bits(list(StackDataset(a=[1, 2], b=[3, 4])[1].items()))", () => Bits(Named([1, 2], [3, 4])[1]), Setup);
        Parity.SameAnswer(python, "StackDataset([1], [2, 3])", () => StackDataset.Create([1], [2, 3]), Setup);
        Parity.SameAnswer(python, "StackDataset(a=[1, 2], b=[3])", () => Named([1, 2], [3]), Setup);
        Parity.SameAnswer(python, "StackDataset()", () => StackDataset.Create(new Dictionary<string, IReadOnlyList<int>>()), Setup);
        const string Short = """
            class Short(Dataset):
                def __len__(self): return 3
                def __getitem__(self, i): return i
                def __getitems__(self, indices): return [0]
            """;
        Parity.SameAnswer(python, "StackDataset(Short(), Short()).__getitems__([1, 2])", () => StackDataset.Create(new TooFew(), new TooFew()).GetItems([1, 2]), Setup + Short);
    }

    [Fact]
    public void Stacks_work_where_Python_has_none()
    {
        var stack = StackDataset.Create([1, 2, 3], ["a", "b", "c"], [true, false, true]);
        Assert.Equal((2, "b", false), stack[1]);
        Assert.Equal([(3, "c", true), (1, "a", true)], stack.GetItems([2, 0]));
        Assert.Equal([4, 2], Named([1, 2], [3, 4]).GetItems([1])[0].Values.Order().Reverse());
    }

    [Theory]
    [InlineData("[3, 7]", new long[] { 3, 7 })]
    [InlineData("[10]", new long[] { 10 })]
    [InlineData("[0, 10]", new long[] { 0, 10 })]
    [InlineData("[1, 0]", new long[] { 1, 0 })]
    [InlineData("[3, 6]", new long[] { 3, 6 })]
    [InlineData("[2, -1, 9]", new long[] { 2, -1, 9 })]
    public void Splits_by_lengths_are_Pythons(string python, long[] lengths) => SameSplit(python, generator => Dataset.RandomSplit(Ten, lengths, generator));

    [Theory]
    [InlineData("[0.3, 0.7]", new[] { 0.3, 0.7 })]
    [InlineData("[1.0]", new[] { 1.0 })]
    [InlineData("[0.25, 0.25, 0.25, 0.25]", new[] { 0.25, 0.25, 0.25, 0.25 })]
    [InlineData("[0.33, 0.33, 0.34]", new[] { 0.33, 0.33, 0.34 })]
    [InlineData("[0.0, 1.0]", new[] { 0.0, 1.0 })]
    [InlineData("[0.5, 0.4]", new[] { 0.5, 0.4 })]
    [InlineData("[1.5, -0.5]", new[] { 1.5, -0.5 })]
    public void Splits_by_fractions_are_Pythons(string python, double[] fractions) => SameSplit(python, generator => Dataset.RandomSplit(Ten, fractions, generator));

    // Python 3.12 and later add so that 20 times 0.05 is 1, which earlier ones find too much.
    [Fact]
    public void Fractions_are_summed_up_as_by_the_newest_Python() => Assert.Equal(20, Dataset.RandomSplit(Ten, [.. Enumerable.Repeat(0.05, 20)]).Count);

    [Fact]
    public void A_part_without_samples_is_warned_of()
    {
        var warnings = HeardWarnings.While(() => Dataset.RandomSplit(Ten, [1.0, 0.0]));
        var expected = python.Eval(
            "str(w[0].message)",
            Import + "import warnings\nwith warnings.catch_warnings(record=True) as w:\n  warnings.simplefilter('always'); random_split(range(10), [1.0, 0.0])");
        Assert.Equal([expected], warnings);
    }

    private void SameSplit(string lengths, Func<LibTorch.Generator, IReadOnlyList<Subset<int>>> split)
    {
        using var generator = new LibTorch.Generator().ManualSeed(6);
        Parity.SameAnswer(
            python,
            $"bits([[list(part) for part in random_split(Ten(), {lengths}, generator=g)], g.get_state()])",
            () => Bits(new object[] { split(generator), generator.GetState() }),
            Setup + "g = torch.Generator().manual_seed(6)");
    }

    private static StackDataset<Dictionary<string, int>> Named(int[] a, int[] b) => StackDataset.Create(new Dictionary<string, IReadOnlyList<int>> { ["a"] = a, ["b"] = b });

    private static IEnumerable<int> Stream(int count) => Enumerable.Range(0, count).Where(_ => true);

    private sealed class Numbers : Dataset<int>
    {
        public override long Count => 10;

        public override int this[long index] => (int)index;
    }

    private sealed class TooFew : Dataset<int>, IGetItems<int>
    {
        public override long Count => 3;

        public override int this[long index] => (int)index;

        public IReadOnlyList<int> GetItems(IReadOnlyList<long> indices) => [0];
    }

    private sealed class Counting(int count) : IterableDataset<int>
    {
        public override IEnumerator<int> GetEnumerator() => Stream(count).GetEnumerator();
    }
}
