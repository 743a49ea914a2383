using static TorchSharp.torch;

namespace LibTorch.Bench;

/// <summary>Operations so small that the time is nearly all overhead of the call.</summary>
internal static class SmallOperations
{
    public static Work Add()
    {
        var (a, b) = (randn(4), randn(4));
        return new(n => Sums(a, b, n), () => Sum(a, b));
    }

    public static Work AddUndisposed(int elements)
    {
        var (a, b) = (randn(elements), randn(elements));
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
        var (a, b) = (randn(4).requires_grad_(), randn(4).requires_grad_());
        return new(n => Sums(a, b, n), () => Sum(a, b));
    }

    public static Work AddNoGrad()
    {
        var (a, b) = (randn(4).requires_grad_(), randn(4).requires_grad_());
        return new(
            n =>
            {
                using (no_grad())
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
                using var y = zeros(4);
            }
        },
        () => zeros(4).sum().item<float>());

    private static void Sums(Tensor a, Tensor b, long n)
    {
        for (var i = 0L; i < n; i++)
        {
            using var y = a + b;
        }
    }

    private static double Sum(Tensor a, Tensor b) => (a + b).sum().item<float>();
}
