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

    /// <summary>Every intermediate result is disposed after its last use, as in Python.</summary>
    public static Work Chain() => Chained(x =>
    {
        using var twice = x * 2;
        using var more = twice + 1;
        twice.Dispose();
        using var product = more * x;
        more.Dispose();
        using var less = product - x;
        product.Dispose();
        return less.Relu();
    });

    /// <summary>Every intermediate result is disposed at the end of the block, as in a C++ expression.</summary>
    public static Work ChainOfBlock() => Chained(x =>
    {
        using var twice = x * 2;
        using var more = twice + 1;
        using var product = more * x;
        using var less = product - x;
        return less.Relu();
    });

    private static Work Chained(Func<Tensor, Tensor> chain)
    {
        var x = Torch.Randn(1_000_000);
        return new(
            n =>
            {
                for (var i = 0L; i < n; i++)
                {
                    using var y = chain(x);
                }
            },
            () => chain(x).Sum().Item<float>());
    }
}
