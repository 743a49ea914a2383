using LibTorch.Utils.Data;

namespace LibTorch.Tests.Data;

/// <summary>Settings of a loader that do not go together are refused in Python's words.</summary>
public sealed class LoaderChecksTests(PythonSession python)
{
    private const string Setup = PythonLike.Import + """
        class Stream(IterableDataset):
            def __iter__(self): return iter(range(3))
        """;

    private static readonly long[] Three = [0, 1, 2];

    private static IEnumerable<long> Stream => Three.Where(_ => true);

    private static Dictionary<string, Action> Wrong { get; } = new()
    {
        ["DataLoader(range(3), num_workers=-1)"] = () => DataLoader.Create(Three, numWorkers: -1),
        ["DataLoader(range(3), timeout=-1)"] = () => DataLoader.Create(Three, timeout: -1),
        ["DataLoader(range(3), prefetch_factor=3)"] = () => DataLoader.Create(Three, prefetchFactor: 3),
        ["DataLoader(range(3), persistent_workers=True)"] = () => DataLoader.Create(Three, persistentWorkers: true),
        ["DataLoader(range(3), batch_size=0)"] = () => DataLoader.Create(Three, batchSize: 0),
        ["DataLoader(range(3), batch_size=-1, num_workers=-1)"] = () => DataLoader.Create(Three, batchSize: -1, numWorkers: -1),
        ["DataLoader(range(3), shuffle=True, sampler=[1])"] = () => DataLoader.Create(Three, shuffle: true, sampler: [1]),
        ["DataLoader(range(3), batch_size=2, batch_sampler=[[1]])"] = () => DataLoader.Create(Three, batchSize: 2, batchSampler: [[1]]),
        ["DataLoader(range(3), shuffle=True, batch_sampler=[[1]])"] = () => DataLoader.Create(Three, shuffle: true, batchSampler: [[1]]),
        ["DataLoader(range(3), sampler=[1], batch_sampler=[[1]])"] = () => DataLoader.Create(Three, sampler: [1], batchSampler: [[1]]),
        ["DataLoader(range(3), drop_last=True, batch_sampler=[[1]])"] = () => DataLoader.Create(Three, dropLast: true, batchSampler: [[1]]),
        ["DataLoader([], shuffle=True)"] = () => DataLoader.Create(Array.Empty<long>(), shuffle: true),
        ["DataLoader(Stream(), shuffle=True)"] = () => DataLoader.Create(Stream, shuffle: true),
        ["DataLoader(Stream(), batch_size=0)"] = () => DataLoader.Create(Stream, batchSize: 0),
        ["list(DataLoader([torch.ones(2), torch.ones(3)], batch_size=2))"] = () => DataLoader.Create([Torch.Ones(2), Torch.Ones(3)], batchSize: 2).ToList(),
        ["list(DataLoader([np.ones(2), np.ones(3)], batch_size=2))"] = () => DataLoader.Create([new[] { 1.0, 1.0 }, [1.0, 1.0, 1.0]], batchSize: 2).ToList(),
        ["list(DataLoader([[1, 2], [3]], batch_size=2))"] = () => DataLoader.Create([[1L, 2L], [3L]], Collate.Sequence(Collate.Default<long>()), batchSize: 2).ToList(),
    };

    public static TheoryData<string> Calls => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(Calls))]
    public void They_are_refused(string call) => Parity.SameError(python, call, Wrong[call], Setup);

    [Fact]
    public void Newer_checks_are_those_of_libtorch_2()
    {
        Assert.Equal("prefetch_factor option should be non-negative", Assert.Throws<TorchValueException>(() => DataLoader.Create(Three, numWorkers: 1, prefetchFactor: -1)).Message);
        Assert.Contains("prefetch_factor must be greater than 0", Assert.Throws<TorchException>(() => DataLoader.Create(Three, numWorkers: 1, prefetchFactor: 0)).Message, StringComparison.Ordinal);
        Assert.SkipUnless(LibTorch.Interop.LibraryCalls.IsAtLeast(2, 0), "Before, Python fails without a message.");
        Parity.SameError(python, "DataLoader(range(3), num_workers=1, prefetch_factor=-1)", () => DataLoader.Create(Three, numWorkers: 1, prefetchFactor: -1), Setup);
    }

    [Fact]
    public void A_time_limit_needs_workers()
    {
        var loader = DataLoader.Create(Three, timeout: 1);
        Assert.Contains("requires timeout == 0", Assert.Throws<TorchException>(() => loader.ToList()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Lengths_that_nobody_knows_are_said_to_be_so()
    {
        Assert.Contains("has no len()", Assert.Throws<TorchTypeException>(() => DataLoader.Create(Stream).Count).Message, StringComparison.Ordinal);
        Assert.Contains("has no len()", Assert.Throws<TorchTypeException>(() => DataLoader.Create(Three, sampler: Stream).Count).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Types_without_a_default_are_named()
    {
        var error = Assert.Throws<TorchTypeException>(() => DataLoader.Create(["a"]));
        Assert.StartsWith("default_collate: batch must contain tensors, numpy arrays, numbers, dicts or lists; found System.String", error.Message, StringComparison.Ordinal);
        Assert.Throws<TorchTypeException>(() => DataLoader.Create([(1L, "a")]));
        Assert.Throws<ArgumentNullException>(() => DataLoader.Create((IEnumerable<Tensor>)null!));
        Assert.Throws<ArgumentNullException>(() => DataLoader.Create(Three, (ICollate<long, Tensor>)null!));
        Assert.Throws<ArgumentNullException>(() => DataLoader.Create(Three, (Func<IReadOnlyList<long>, int>)null!));
    }
}
