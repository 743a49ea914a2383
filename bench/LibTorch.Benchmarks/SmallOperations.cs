using BenchmarkDotNet.Attributes;

namespace LibTorch.Benchmarks;

/// <summary>Operations so small that the time is nearly all overhead of the call, with their managed allocations.</summary>
[MemoryDiagnoser]
public class SmallOperations
{
    private readonly Tensor _a = Torch.Randn(4);
    private readonly Tensor _b = Torch.Randn(4);
    private readonly Tensor _leaf = Torch.Randn([4], requiresGrad: true);
    private readonly Tensor _number = Torch.Tensor(2f);
    private readonly Tensor _large = Torch.Randn(1 << 20);
    private readonly long[] _four = [4];

    [GlobalSetup]
    public static void OneThread() => Torch.SetNumThreads(1);

    [Benchmark(Description = "a + b of 4 elements, disposed")]
    public void Add()
    {
        using var sum = _a + _b;
    }

    [Benchmark(Description = "the same, left to the collector")]
    public Tensor AddUndisposed() => _a + _b;

    [Benchmark(Description = "a.Add_(b)")]
    public Tensor AddInPlace() => _a.Add_(_b);

    [Benchmark(Description = "Torch.Zeros(4), disposed")]
    public void Zeros()
    {
        using var zeros = Torch.Zeros(_four);
    }

    [Benchmark(Description = "Item<float>()")]
    public float Item() => _number.Item<float>();

    [Benchmark(Description = "x[0], disposed")]
    public void Index()
    {
        using var first = _a[0];
    }

    [Benchmark(Description = "x.Shape")]
    public Size Shape() => _a.Shape;

    [Benchmark(Description = "y = 2 * dot(x, x), backward, all disposed")]
    public void DotStep()
    {
        using var dot = Torch.Dot(_leaf, _leaf);
        using var y = 2 * dot;
        y.Backward();
        using var gradient = _leaf.Grad;
        _leaf.Grad = null;
    }

    [Benchmark(Description = "a million floats as a span, one read")]
    public float Span() => _large.AsSpan<float>()[^1];

    [Benchmark(Description = "a million floats into a new array")]
    public float[] Array() => _large.ToArray<float>();
}
