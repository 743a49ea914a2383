namespace LibTorch.Utils.Data;

/// <summary>Converts fractions of a dataset to numbers of samples.</summary>
internal static class SplitLengths
{
    public const string WrongSum = "Sum of input lengths does not equal the length of the input dataset!";

    // The default tolerance of Python's math.isclose.
    private const double RelativeTolerance = 1e-9;

    /// <exception cref="TorchValueException">A fraction is not between 0 and 1, or they do not sum up to 1.</exception>
    public static long[] Of(IReadOnlyList<double> fractions, long count)
    {
        if (Sum(fractions) is not (<= 1 and >= 1 - RelativeTolerance))
        {
            throw new TorchValueException(WrongSum);
        }

        var lengths = new long[fractions.Count];
        for (var i = 0; i < lengths.Length; i++)
        {
            lengths[i] = fractions[i] is >= 0 and <= 1
                ? (long)Math.Floor(count * fractions[i])
                : throw new TorchValueException($"Fraction at index {i} is not between 0 and 1");
        }

        var left = count - lengths.Sum();
        for (var i = 0; i < left; i++)
        {
            lengths[i % lengths.Length]++;
        }

        for (var i = 0; i < lengths.Length; i++)
        {
            if (lengths[i] == 0)
            {
                Warnings.Warn($"Length of split at index {i} is 0. This might result in an empty dataset.");
            }
        }

        return lengths;
    }

    // Python's sum() since 3.12: compensated summation, which keeps the rounding error of each addition.
    private static double Sum(IReadOnlyList<double> values)
    {
        double sum = 0, lost = 0;
        foreach (var value in values)
        {
            var next = sum + value;
            lost += Math.Abs(sum) >= Math.Abs(value) ? sum - next + value : value - next + sum;
            sum = next;
        }

        return sum + lost;
    }
}
