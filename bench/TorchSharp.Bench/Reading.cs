using static TorchSharp.torch;

namespace LibTorch.Bench;

/// <summary>Reading tensors as .NET numbers.</summary>
internal static class Reading
{
    private const int Million = 1_000_000;

    // The loops store what they read here, so that the compiler cannot remove the reading.
    private static double _sink;

    public static Work Item()
    {
        var x = tensor(1.5f);
        return new(
            n =>
            {
                var sum = 0f;
                for (var i = 0L; i < n; i++)
                {
                    sum += x.item<float>();
                }

                _sink = sum;
            },
            () => x.item<float>());
    }

    public static Work Index()
    {
        var x = randn(4);
        return new(
            n =>
            {
                for (var i = 0L; i < n; i++)
                {
                    using var y = x[0];
                }
            },
            () => x[0].item<float>());
    }

    public static Work Array()
    {
        var x = randn(Million);
        return new(
            n =>
            {
                var sum = 0f;
                for (var i = 0L; i < n; i++)
                {
                    sum += x.data<float>().ToArray()[^1];
                }

                _sink = sum;
            },
            () => x.data<float>().ToArray()[^1]);
    }
}
