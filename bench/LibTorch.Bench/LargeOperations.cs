namespace LibTorch.Bench;

/// <summary>Operations whose kernels take nearly all of the time.</summary>
internal static class LargeOperations
{
    public static Work Matmul()
    {
        var (a, b) = (Torch.Randn(512, 512), Torch.Randn(512, 512));
        return new(
            n =>
            {
                for (var i = 0L; i < n; i++)
                {
                    using var y = a.Matmul(b);
                }
            },
            () => a.Matmul(b).Sum().Item<float>());
    }

    public static Work Chain()
    {
        var x = Torch.Randn(1_000_000);
        return new(
            n =>
            {
                for (var i = 0L; i < n; i++)
                {
                    using var twice = x * 2;
                    using var more = twice + 1;
                    using var product = more * x;
                    using var less = product - x;
                    using var y = less.Relu();
                }
            },
            () => (((x * 2) + 1) * x - x).Relu().Sum().Item<float>());
    }
}
