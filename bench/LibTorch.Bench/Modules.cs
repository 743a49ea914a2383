using LibTorch.NN;

namespace LibTorch.Bench;

/// <summary>The overhead of calling a module, and a forward pass through a small network.</summary>
internal static class Modules
{
    private const int Depth = 10;

    /// <summary>A module that returns its input.</summary>
    public static Work Call()
    {
        var x = Torch.Randn(4);
        return Of(new Identity(), x);
    }

    /// <summary>Such a module nested in ten Sequentials.</summary>
    public static Work Nested()
    {
        var x = Torch.Randn(4);
        Sequential net = [new Identity()];
        for (var i = 1; i < Depth; i++)
        {
            net = [net];
        }

        return Of(net, x);
    }

    /// <summary>The two layers that <see cref="Training"/> builds from tensor operations.</summary>
    public static Work Forward()
    {
        var x = Torch.Randn(32, 784);
        Sequential net = [new Linear(784, 128), new ReLU(), new Linear(128, 10)];
        return new(
            n =>
            {
                using var noGrad = Torch.NoGrad();
                for (var i = 0L; i < n; i++)
                {
                    using var scope = new TensorScope();
                    _ = net.Call(x);
                }
            },
            () => net.Call(x).Sum().Item<float>());
    }

    private static Work Of(Module<Tensor, Tensor> module, Tensor x) => new(
        n =>
        {
            for (var i = 0L; i < n; i++)
            {
                _ = module.Call(x);
            }
        },
        () => module.Call(x).Sum().Item<float>());
}
