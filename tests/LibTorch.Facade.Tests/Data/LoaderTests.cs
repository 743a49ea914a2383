using LibTorch.Utils.Data;
using static LibTorch.Tests.Data.PythonLike;

namespace LibTorch.Tests.Data;

/// <summary>Loaders give Python's batches in Python's order, with no worker and with several, and draw what Python draws.</summary>
[Collection(ProcessWideState.Name)]
public sealed class LoaderTests(PythonSession python)
{
    // A process of Python's that is forked has the test's classes.
    private const string Setup = Import + """
        import warnings
        warnings.simplefilter('ignore')
        class Square(Dataset):
            def __init__(self, n): self.n = n
            def __len__(self): return self.n
            def __getitem__(self, i): return torch.tensor([float(i), i * i]), i, i / 3
        class Stream(IterableDataset):
            def __init__(self, n): self.n = n
            def __iter__(self): return iter(range(self.n))
            def __len__(self): return self.n
        class Noise(Dataset):
            def __len__(self): return 12
            def __getitem__(self, i): return torch.randn(2)
        class Named(Dataset):
            def __len__(self): return 5
            def __getitem__(self, i): return {'a': torch.ones(2) * i, 'b': torch.tensor(i)}
        x, y = torch.arange(14.).reshape(7, 2), torch.arange(7)
        def epochs(n=0, **settings):
            workers = dict(num_workers=n, multiprocessing_context='fork') if n else {}
            loader = DataLoader(**settings, **workers)
            return [list(loader), g.get_state(), torch.get_rng_state(), list(loader), g.get_state(), torch.get_rng_state()]
        g = torch.Generator().manual_seed(4)
        torch.manual_seed(5)

        """;

    private static readonly Dictionary<string, Func<int, LibTorch.Generator, IEnumerable<object?>>> Rows = new()
    {
        ["dataset=TensorDataset(x, y), batch_size=3"] = (n, _) => Boxed(DataLoader.Create(Xy, batchSize: 3, numWorkers: n)),
        ["dataset=TensorDataset(x, y), batch_size=3, shuffle=True"] = (n, _) => Boxed(DataLoader.Create(Xy, batchSize: 3, shuffle: true, numWorkers: n)),
        ["dataset=TensorDataset(x, y), batch_size=7, shuffle=True, generator=g"] = (n, g) => Boxed(DataLoader.Create(Xy, batchSize: 7, shuffle: true, generator: g, numWorkers: n)),
        ["dataset=TensorDataset(x, y), batch_size=3, drop_last=True, shuffle=True, generator=g"] =
            (n, g) => Boxed(DataLoader.Create(Xy, batchSize: 3, dropLast: true, shuffle: true, generator: g, numWorkers: n)),
        ["dataset=TensorDataset(x, y), sampler=[3, -1, 2], batch_size=2"] = (n, _) => Boxed(DataLoader.Create(Xy, sampler: [3, -1, 2], batchSize: 2, numWorkers: n)),
        ["dataset=TensorDataset(x, y), sampler=RandomSampler(x, True, 40)"] =
            (n, _) => Boxed(DataLoader.Create(Xy, sampler: new RandomSampler(7, true, 40), numWorkers: n)),
        ["dataset=TensorDataset(x, y), batch_sampler=[[1, 2, 3], [0], [5, 5]]"] = (n, _) => Boxed(DataLoader.Create(Xy, batchSampler: [[1, 2, 3], [0], [5, 5]], numWorkers: n)),
        ["dataset=TensorDataset(x, y), batch_sampler=BatchSampler(WeightedRandomSampler(y + 1., 9, generator=g), 4, False)"] =
            (n, g) => Boxed(DataLoader.Create(Xy, batchSampler: new BatchSampler(new WeightedRandomSampler(Torch.Arange(7) + 1.0, 9, generator: g), 4, false), numWorkers: n)),
        ["dataset=Subset(Subset(TensorDataset(x, y), [6, 4, 2, 0]), [1, 3, 2]), batch_size=2, shuffle=True"] =
            (n, _) => Boxed(DataLoader.Create(new Subset<(Tensor, Tensor)>(new Subset<(Tensor, Tensor)>(Xy, [6, 4, 2, 0]), [1, 3, 2]), batchSize: 2, shuffle: true, numWorkers: n)),
        ["dataset=TensorDataset(x.t().contiguous().t(), y), batch_size=3"] =
            (n, _) => Boxed(DataLoader.Create(TensorDataset.Create(X.T.Contiguous().T, Torch.Arange(7)), batchSize: 3, numWorkers: n)),
        ["dataset=TensorDataset(x, y) + TensorDataset(x + 1, y), batch_size=4, shuffle=True"] =
            (n, _) => Boxed(DataLoader.Create(Xy + TensorDataset.Create(X + 1, Torch.Arange(7)), batchSize: 4, shuffle: true, numWorkers: n)),
        ["dataset=Square(7), batch_size=3, shuffle=True"] = (n, _) => Boxed(DataLoader.Create(new Square(7), batchSize: 3, shuffle: true, numWorkers: n)),
        ["dataset=Named(), batch_size=2"] = (n, _) => DataLoader.Create(new Named(), batchSize: 2, numWorkers: n),
        ["dataset=list(range(5)), batch_size=2, shuffle=True"] = (n, _) => DataLoader.Create([0L, 1, 2, 3, 4], batchSize: 2, shuffle: true, numWorkers: n),
        ["dataset=['a', 'b', 'c'], batch_size=2, shuffle=True"] = (n, _) => DataLoader.Create(["a", "b", "c"], Collate.List<string>(), batchSize: 2, shuffle: true, numWorkers: n),
        ["dataset=[1, 2, 3], batch_size=2, collate_fn=sum"] = (n, _) => Boxed(DataLoader.Create([1, 2, 3], samples => samples.Sum(), batchSize: 2, numWorkers: n)),
        ["dataset=['a', 'b', 'c'], batch_size=None, shuffle=True"] = (n, _) => DataLoader.CreateUnbatched(["a", "b", "c"], shuffle: true, numWorkers: n),
        ["dataset=Stream(7), batch_size=3"] = (n, _) => DataLoader.Create(new Stream(7), batchSize: 3, numWorkers: n),
        ["dataset=Stream(7), batch_size=3, drop_last=True"] = (n, _) => DataLoader.Create(new Stream(7), batchSize: 3, dropLast: true, numWorkers: n),
        ["dataset=Stream(3), batch_size=None"] = (n, _) => Boxed(DataLoader.CreateUnbatched(new Stream(3), numWorkers: n)),
        ["dataset=ChainDataset([Stream(2), Stream(3)]), batch_size=2"] = (n, _) => DataLoader.Create(new Stream(2) + new Stream(3), batchSize: 2, numWorkers: n),
        ["dataset=[], batch_size=2"] = (n, _) => DataLoader.Create(Array.Empty<Tensor>(), batchSize: 2, numWorkers: n),
    };

    private static Tensor X => Torch.Arange(14.0, dtype: DType.Float32).Reshape([7, 2]);

    private static TensorDataset<(Tensor First, Tensor Second)> Xy => TensorDataset.Create(X, Torch.Arange(7));

    public static MatrixTheoryData<string, int> Calls => new(Rows.Keys, [0, 1, 2, 3]);

    [Theory]
    [MemberData(nameof(Calls))]
    public void Batches_and_what_is_drawn_are_Pythons(string call, int workers)
    {
        using var generator = new LibTorch.Generator().ManualSeed(4);
        Torch.ManualSeed(5);
        var loader = Rows[call](workers, generator);
        var actual = new List<object?>();
        for (var i = 0; i < 2; i++)
        {
            actual.AddRange([loader.ToList(), generator.GetState(), Torch.GetRngState()]);
        }

        // Python's dictionaries are listed.
        const string Items = "[[list(b.items()) if isinstance(b, dict) else b for b in part] if isinstance(part, list) else part for part in epochs({0})]";
        Assert.Equal(python.Eval($"bits({Items.Replace("{0}", $"n={workers}, {call}")})", Setup), Bits(actual));
    }

    [Fact]
    public void Persistent_workers_draw_one_base_seed_for_all_passes()
    {
        Torch.ManualSeed(5);
        using var loader = DataLoader.Create(Xy, batchSize: 3, shuffle: true, numWorkers: 2, persistentWorkers: true, prefetchFactor: 1);
        object[] actual = [loader.ToList(), Torch.GetRngState(), loader.ToList(), Torch.GetRngState(), loader.ToList(), Torch.GetRngState()];
        const string Ask = "l = DataLoader(TensorDataset(x, y), batch_size=3, shuffle=True, num_workers=2, persistent_workers=True, prefetch_factor=1, multiprocessing_context='fork')";
        Assert.Equal(python.Eval($"bits([part for _ in range(3) for part in (list(l), {State})])", Setup + Ask), Bits(actual));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void Workers_generators_give_what_Pythons_workers_draw(int workers)
    {
        Torch.ManualSeed(5);
        var loader = DataLoader.Create(new Noise(), batchSize: 2, shuffle: true, numWorkers: workers);
        object[] actual = [loader.ToList(), Torch.GetRngState(), loader.ToList(), Torch.GetRngState()];
        var ask = $"l = DataLoader(Noise(), batch_size=2, shuffle=True, num_workers={workers}, multiprocessing_context='fork')";
        Assert.Equal(python.Eval($"bits([part for _ in range(2) for part in (list(l), {State})])", Setup + ask), Bits(actual));
    }

    [Fact]
    public void Draws_come_when_Pythons_come()
    {
        // Beside a generator that the loop draws from as well, it shows when the sampler is asked.
        foreach (var workers in new[] { 0, 2 })
        {
            Torch.ManualSeed(5);
            var shared = Torch.DefaultGenerator;
            var loader = DataLoader.Create(Xy, sampler: new RandomSampler(7, replacement: true, numSamples: 70, generator: shared), batchSize: 5, numWorkers: workers);
            var actual = loader.Select(batch => (object)(batch.First, Torch.Rand(1))).ToList();
            var ask = $"""
                l = DataLoader(TensorDataset(x, y), sampler=RandomSampler(x, True, 70, torch.default_generator), batch_size=5, num_workers={workers}, multiprocessing_context={(workers > 0 ? "'fork'" : "None")})
                """;
            Assert.Equal(python.Eval("bits([(b[0], torch.rand(1)) for b in l])", Setup + ask), Bits(actual));
        }
    }

    [Theory]
    [InlineData("DataLoader(x, 3)", 3, false)]
    [InlineData("DataLoader(x, 3, drop_last=True)", 3, true)]
    [InlineData("DataLoader(Stream(7), 3)", 3, false, true)]
    [InlineData("DataLoader(Stream(7), 3, drop_last=True)", 3, true, true)]
    public void Lengths_are_Pythons(string call, int batchSize, bool dropLast, bool stream = false)
    {
        var count = stream ? DataLoader.Create(new Stream(7), batchSize, dropLast: dropLast).Count : DataLoader.Create(Xy, batchSize, dropLast: dropLast).Count;
        Assert.Equal(python.Eval($"len({call})", Setup), count.ToString(null, null));
    }

    [Fact]
    public void A_stream_that_gives_more_than_it_said_is_warned_of()
    {
        var loader = DataLoader.Create(new Stream(3) { Said = 1 }, numWorkers: 0);
        Assert.Equal(1, loader.Count);
        var warnings = HeardWarnings.While(() => Assert.Equal(3, loader.ToList().Count));
        var text = python.Eval("str(w[0].message)", Setup + """
            class Liar(Stream):
                def __len__(self): return 1
                def __repr__(self): return 'Liar'
            l = DataLoader(Liar(3)); len(l)
            with warnings.catch_warnings(record=True) as w:
                warnings.simplefilter('always'); list(l)
            """);
        Assert.Equal(text.Replace("Liar", typeof(Stream).FullName, StringComparison.Ordinal), warnings[0]);
    }

    private static IEnumerable<object?> Boxed<T>(IEnumerable<T> loader) => loader.Select(batch => (object?)batch);

    private sealed class Square(int count) : Dataset<(Tensor, long, double)>
    {
        public override long Count => count;

        public override (Tensor, long, double) this[long index] => (Torch.Tensor([(float)index, index * index]), index, index / 3.0);
    }

    private sealed class Named : Dataset<Dictionary<string, Tensor>>
    {
        public override long Count => 5;

        public override Dictionary<string, Tensor> this[long index] => new() { ["a"] = Torch.Ones(2) * index, ["b"] = Torch.Tensor(index) };
    }

    private sealed class Noise : Dataset<Tensor>
    {
        public override long Count => 12;

        public override Tensor this[long index] => Torch.Randn(2, generator: DataLoader.GetWorkerInfo()!.Generator);
    }

    private sealed class Stream(int count) : IterableDataset<long>
    {
        public long? Said { get; init; }

        public override long Count => Said ?? count;

        public override IEnumerator<long> GetEnumerator()
        {
            for (var i = 0; i < count; i++)
            {
                yield return i;
            }
        }
    }
}
