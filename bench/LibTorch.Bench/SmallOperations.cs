namespace LibTorch.Bench;

/// <summary>Operations so small that the time is nearly all overhead of the call.</summary>
internal static class SmallOperations
{
    public static Work Add()
    {
        var (a, b) = (Torch.Randn(4), Torch.Randn(4));
        return new(n => Sums(a, b, n), () => Sum(a, b));
    }

    // The objects left at the end are collected and freed within the measured time, so that their full cost is included.
    public static Work AddUndisposed(int elements)
    {
        var (a, b) = (Torch.Randn(elements), Torch.Randn(elements));
        return new(
            n =>
            {
                for (var i = 0L; i < n; i++)
                {
                    _ = a + b;
                }

                Collector.Finish();
            },
            () => Sum(a, b));
    }

    public static Work AddRecording()
    {
        var (a, b) = (Torch.Randn(4).RequiresGrad_(), Torch.Randn(4).RequiresGrad_());
        return new(n => Sums(a, b, n), () => Sum(a, b));
    }

    public static Work AddNoGrad()
    {
        var (a, b) = (Torch.Randn(4).RequiresGrad_(), Torch.Randn(4).RequiresGrad_());
        return new(
            n =>
            {
                using (Torch.NoGrad())
                {
                    Sums(a, b, n);
                }
            },
            () => Sum(a, b));
    }

    public static Work Zeros() => new(
        n =>
        {
            for (var i = 0L; i < n; i++)
            {
                using var y = Torch.Zeros(4);
            }
        },
        () => Torch.Zeros(4).Sum().Item<float>());

    private static void Sums(Tensor a, Tensor b, long n)
    {
        for (var i = 0L; i < n; i++)
        {
            using var y = a + b;
        }
    }

    private static double Sum(Tensor a, Tensor b) => (a + b).Sum().Item<float>();
}
