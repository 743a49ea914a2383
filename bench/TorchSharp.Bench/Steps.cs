using static TorchSharp.torch;

namespace LibTorch.Bench;

/// <summary>Small graphs: a forward and a backward pass.</summary>
internal static class Steps
{
    public static Work Dot()
    {
        var x = randn(4).requires_grad_();
        return new(
            n =>
            {
                for (var i = 0L; i < n; i++)
                {
                    using var product = dot(x, x);
                    using var y = 2 * product;
                    y.backward();
                    using var gradient = x.grad!;
                    gradient.zero_();
                }
            },
            () => DotGradient(x));
    }

    public static Work DotUndisposed()
    {
        var x = randn(4).requires_grad_();
        return new(
            n =>
            {
                for (var i = 0L; i < n; i++)
                {
                    var y = 2 * dot(x, x);
                    y.backward();
                    x.grad!.zero_();
                }

                Collector.Finish();
            },
            () => DotGradient(x));
    }

    public static Work Q()
    {
        var (a, b) = (tensor([2f, 3f], requires_grad: true), tensor([6f, 4f], requires_grad: true));
        var gradient = tensor([1f, 1f]);
        return new(
            n =>
            {
                for (var i = 0L; i < n; i++)
                {
                    using var cube = a.pow(3);
                    using var three = 3 * cube;
                    using var square = b.pow(2);
                    using var q = three - square;
                    q.backward([gradient]);
                }
            },
            () => (a.grad! + b.grad!).sum().item<float>());
    }

    private static double DotGradient(Tensor x)
    {
        var y = 2 * dot(x, x);
        y.backward();
        return (x.grad! + y).sum().item<float>();
    }
}
