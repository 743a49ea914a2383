namespace LibTorch.Utils.Data;

/// <summary>The random numbers that samplers and loaders take, as Python's take them.</summary>
internal static class Draws
{
    /// <summary>A seed for a generator: one number of all that int64 has, from zero on.</summary>
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

    /// <summary>So many numbers below <paramref name="high"/>.</summary>
    public static long[] Below(long high, long count, Generator? generator)
    {
        using var drawn = Torch.Randint(high, [count], generator: generator, dtype: DType.Int64);
        return drawn.ToArray<long>();
    }
}
