using LibTorch.NN;
using LibTorch.NN.Parallel;
using LibTorch.Optim;
using Dist = LibTorch.Torch.Distributed;

namespace LibTorch.Bench;

/// <summary>The measured operations of a group. All ranks run the same number of operations at the same time.</summary>
internal static class Ranks
{
    public static IReadOnlyDictionary<string, Func<Work>> Rows { get; } = new Dictionary<string, Func<Work>>
    {
        ["all-reduce"] = () => AllReduce(4),
        ["all-reduce-large"] = () => AllReduce(1 << 20),
        ["step-alone"] = () => Step(net => net),
        ["ddp-step"] = () => Step(net => new DistributedDataParallel<Tensor, Tensor>(net)),
    };

    /// <summary>The network that is trained: 2.7 MB of gradients.</summary>
    public static Sequential Network() => [new Linear(784, 512), new ReLU(), new Linear(512, 512), new ReLU(), new Linear(512, 10)];

    private static Work AllReduce(long count)
    {
        // Zeros, because a sum of other numbers would grow with each call.
        var x = Torch.Zeros(count);
        var numbers = Torch.Randn(count);
        return new(
            n =>
            {
                for (var i = 0L; i < n; i++)
                {
                    Dist.AllReduce(x);
                }
            },
            () =>
            {
                var sum = numbers.Clone();
                Dist.AllReduce(sum);
                return sum.Sum().Item<float>();
            });
    }

    private static Work Step(Func<Sequential, Module<Tensor, Tensor>> wrapped)
    {
        var (x, labels) = (Torch.Randn(64, 784), Torch.Randint(10, [64]));
        var net = wrapped(Network());
        SGD optimizer = new(net.Parameters(), lr: 0.01);
        var loss = 0f;
        return new(
            n =>
            {
                for (var i = 0L; i < n; i++)
                {
                    using TensorScope scope = new();
                    var error = Functional.CrossEntropy(net.Call(x), labels);
                    optimizer.ZeroGrad();
                    error.Backward();
                    optimizer.Step();
                    loss = error.Item<float>();
                }
            },
            () => loss);
    }
}
