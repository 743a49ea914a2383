namespace LibTorch.Bench;

/// <summary>From tensors to .NET's numbers.</summary>
internal static class Reading
{
    private const int Million = 1_000_000;

    // What loops read goes here, so that no compiler can leave the reading out.
    private static double _sink;

    public static Work Item()
    {
        var x = Torch.Tensor(1.5f);
        return new(
            n =>
            {
                var sum = 0f;
                for (var i = 0L; i < n; i++)
                {
                    sum += x.Item<float>();
                }

                _sink = sum;
            },
            () => x.Item<float>());
    }

    public static Work Index()
    {
        var x = Torch.Randn(4);
        return new(
            n =>
            {
                for (var i = 0L; i < n; i++)
                {
                    using var y = x[0];
                }
            },
            () => x[0].Item<float>());
    }

    public static Work Array()
    {
        var x = Torch.Randn(Million);
        return new(
            n =>
            {
                var sum = 0f;
                for (var i = 0L; i < n; i++)
                {
                    sum += x.ToArray<float>()[^1];
                }

                _sink = sum;
            },
            () => x.ToArray<float>()[^1]);
    }

    public static Work Span()
    {
        var x = Torch.Randn(Million);
        return new(
            n =>
            {
                var sum = 0f;
                for (var i = 0L; i < n; i++)
                {
                    sum += x.AsSpan<float>()[^1];
                }

                _sink = sum;
            },
            () => x.AsSpan<float>()[^1]);
    }
}
