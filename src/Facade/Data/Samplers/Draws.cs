namespace LibTorch.Utils.Data;

/// <summary>
/// The random numbers of samplers and loaders, drawn by the same operators as in Python, so that the results are the same.
/// </summary>
internal static class Draws
{
    /// <summary>A seed for a generator: a random non-negative int64.</summary>
    public static long Seed(Generator? generator = null)
    {
        using var drawn = Torch.Empty([], dtype: DType.Int64);
        drawn.Random_(generator: generator);
        return drawn.Item<long>();
    }

    /// <summary>The numbers from zero to <paramref name="count"/> - 1 in a random order.</summary>
    public static long[] Permutation(long count, Generator? generator)
    {
        using var drawn = Torch.Randperm(count, generator: generator);
        return drawn.ToArray<long>();
    }

    /// <summary><paramref name="count"/> random numbers from zero to <paramref name="high"/> - 1.</summary>
    public static long[] Below(long high, long count, Generator? generator)
    {
        using var drawn = Torch.Randint(high, [count], generator: generator, dtype: DType.Int64);
        return drawn.ToArray<long>();
    }
}
