namespace LibTorch.Bench;

/// <summary>Reading tensors as .NET numbers.</summary>
internal static class Reading
{
    private const int Million = 1_000_000;

    // The loops store what they read here, so that the compiler cannot remove the reading.
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
