using LibTorch.Utils.TensorBoard.Protos;

namespace LibTorch.Utils.TensorBoard;

/// <summary>Counts values in bins, as Python's <c>make_histogram</c> does.</summary>
internal static class Histogram
{
    /// <summary>PyTorch's own bins, each a tenth wider than the one before, from 1e-12 to 1e20 on both sides of zero.</summary>
    public static readonly double[] DefaultBins = MakeDefaultBins();

    /// <summary>The histogram of the values; values outside of all bins are not counted.</summary>
    /// <param name="values">The values.</param>
    /// <param name="bins">The edges of the bins, ascending; the last edge belongs to the last bin.</param>
    /// <param name="maxBins">Bins are merged until there are about this many.</param>
    /// <exception cref="TorchValueException">There is no value, or none in a bin, or the edges do not ascend.</exception>
    public static HistogramProto Of(ReadOnlySpan<double> values, IReadOnlyList<double> bins, int? maxBins)
    {
        if (values.IsEmpty)
        {
            throw new TorchValueException("The input has no element.");
        }

        double[] limits = [.. bins];
        var counts = Counts(values, limits);
        if (maxBins is { } most && counts.Length > most)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(most, nameof(maxBins));
            (counts, limits) = PutTogether(counts, limits, counts.Length / most);
        }

        // Buckets are defined by their right edges, so an empty bucket before the first one with values supplies that one's left edge.
        var first = Array.FindIndex(counts, count => count > 0);
        var last = Array.FindLastIndex(counts, count => count > 0);
        if (first < 0)
        {
            throw new TorchValueException("The histogram is empty, please file a bug report.");
        }

        var result = new HistogramProto { Num = values.Length, Min = values[0], Max = values[0] };
        foreach (var value in values)
        {
            result.Min = Math.Min(result.Min, value);
            result.Max = Math.Max(result.Max, value);
            result.Sum += value;
            result.SumSquares += value * value;
        }

        result.BucketLimit.Add(limits[first..(last + 2)]);
        result.Bucket.Add(0);
        result.Bucket.Add(counts[first..(last + 1)].Select(count => (double)count));
        return result;
    }

    private static long[] Counts(ReadOnlySpan<double> values, double[] limits)
    {
        if (limits.Length < 2 || limits.Zip(limits.Skip(1)).Any(pair => !(pair.First <= pair.Second)))
        {
            throw new TorchValueException("`bins` must increase monotonically, when an array");
        }

        var counts = new long[limits.Length - 1];
        foreach (var value in values)
        {
            if (value >= limits[0] && value <= limits[^1])
            {
                counts[Math.Min(CountUpTo(limits, value) - 1, counts.Length - 1)]++;
            }
        }

        return counts;
    }

    // The number of edges that are not above the value.
    private static int CountUpTo(double[] limits, double value)
    {
        var (low, high) = (0, limits.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = limits[middle] <= value ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private static (long[] Counts, double[] Limits) PutTogether(long[] counts, double[] limits, int together) => (
        [.. counts.Chunk(together).Select(chunk => chunk.Sum())],
        [.. limits[..^1].Chunk(together).Select(chunk => chunk[0]), limits[^1]]);

    private static double[] MakeDefaultBins()
    {
        List<double> positive = [];
        for (var end = 1e-12; end < 1e20; end *= 1.1)
        {
            positive.Add(end);
        }

        return [.. positive.Select(end => -end).Reverse(), 0, .. positive];
    }
}
