namespace LibTorch.Bench;

/// <summary>Small graphs: a forward and a backward pass.</summary>
internal static class Steps
{
    public static Work Dot()
    {
        var x = Torch.Randn(4).RequiresGrad_();
        return new(
            n =>
            {
                for (var i = 0L; i < n; i++)
                {
                    using var dot = Torch.Dot(x, x);
                    using var y = 2 * dot;
                    y.Backward();
                    using var gradient = x.Grad!;
                    gradient.Zero_();
                }
            },
            () => DotGradient(x));
    }

    public static Work DotUndisposed()
    {
        var x = Torch.Randn(4).RequiresGrad_();
        return new(
            n =>
            {
                for (var i = 0L; i < n; i++)
                {
                    var y = 2 * Torch.Dot(x, x);
                    y.Backward();
                    x.Grad!.Zero_();
                }

                Collector.Finish();
            },
            () => DotGradient(x));
    }

    public static Work Q()
    {
        var (a, b) = (Torch.Tensor([2f, 3f], requiresGrad: true), Torch.Tensor([6f, 4f], requiresGrad: true));
        var gradient = Torch.Tensor([1f, 1f]);
        return new(
            n =>
            {
                for (var i = 0L; i < n; i++)
                {
                    using var cube = a.Pow(3);
                    using var three = 3 * cube;
                    using var square = b.Pow(2);
                    using var q = three - square;
                    q.Backward(gradient);
                }
            },
            () => (a.Grad! + b.Grad!).Sum().Item<float>());
    }

    private static double DotGradient(Tensor x)
    {
        var y = 2 * Torch.Dot(x, x);
        y.Backward();
        return (x.Grad! + y).Sum().Item<float>();
    }
}
