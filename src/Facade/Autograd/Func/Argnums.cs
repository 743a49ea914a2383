namespace LibTorch;

/// <summary>The positions of the arguments to differentiate with respect to (argnums), checked as torch.func checks them.</summary>
internal static class Argnums
{
    /// <summary>The arguments' positions, none negative. Null for <paramref name="argnums"/> means all of them.</summary>
    public static int[] Check(int[]? argnums, int count)
    {
        if (argnums is null)
        {
            return [.. Enumerable.Range(0, count)];
        }

        var positions = Array.ConvertAll(argnums, argnum => Position(argnum, count));
        if (positions.Length == 0)
        {
            throw new TorchException("argnums must be non-empty");
        }

        return positions.Distinct().Count() == positions.Length
            ? positions
            : throw new TorchException($"argnums elements must be unique, got ({string.Join(", ", positions)})");
    }

    private static int Position(int argnum, int count) =>
        argnum >= 0 && argnum < count ? argnum
        : argnum < 0 && argnum >= -count ? argnum + count
        : throw new TorchException($"Got argnum={argnum}, but only {count} positional inputs");
}
