using System.Globalization;
using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>Initial values from a truncated normal distribution.</summary>
public static partial class Init
{
    // If more of the distribution than this lies between the bounds, drawing values outside them again is cheap.
    private const double RedrawThreshold = 0.3;

    /// <summary>
    /// Numbers of a normal distribution that lie between two bounds; <c>torch.nn.init.trunc_normal_</c>. As in Python, the numbers that a
    /// seed gives depend on the version.
    /// </summary>
    /// <param name="tensor">The weight.</param>
    /// <param name="mean">The distribution's mean.</param>
    /// <param name="std">The distribution's standard deviation.</param>
    /// <param name="a">The lower bound.</param>
    /// <param name="b">The upper bound.</param>
    /// <param name="generator">The random number generator.</param>
    public static Tensor TruncNormal_(Tensor tensor, double mean = 0, double std = 1, double a = -2, double b = 2, Generator? generator = null)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (mean < a - (2 * std) || mean > b + (2 * std))
        {
            Warnings.Warn("mean is more than 2 std from [a, b] in nn.init.trunc_normal_. The distribution of values may be incorrect.");
        }

        var (low, high) = (NormalCdf((a - mean) / std), NormalCdf((b - mean) / std));
        return Unrecorded(tensor, () => !LibraryCalls.IsAtLeast(2, 14) ? ByInverse(tensor, mean, std, (a, b), (low, high), generator)
            : high - low > RedrawThreshold ? ByDrawingAgain(tensor, mean, std, (a, b), generator)
            : ByRejecting(tensor, mean, std, (a, b), generator));
    }

    // Uniform numbers between the bounds' quantiles, transformed by the inverse of the distribution function.
    private static Tensor ByInverse(Tensor tensor, double mean, double std, (double A, double B) bounds, (double Low, double High) quantiles, Generator? generator) =>
        tensor.Uniform_((2 * quantiles.Low) - 1, (2 * quantiles.High) - 1, generator)
            .Erfinv_().Mul_(std * Math.Sqrt(2.0)).Add_(mean).Clamp_(min: bounds.A, max: bounds.B);

    // Numbers outside the bounds are drawn again.
    private static Tensor ByDrawingAgain(Tensor tensor, double mean, double std, (double A, double B) bounds, Generator? generator)
    {
        // The bounds rounded to the tensor's dtype.
        double InDtype(double bound) => Torch.Tensor([bound]).To(tensor.DType).Item<double>();
        var (low, high) = (InDtype(bounds.A), InDtype(bounds.B));
        var result = tensor.Normal_(mean, std, generator);
        while (((result < low) | (result > high)) is var outside && outside.Any().Item<bool>())
        {
            result = Torch.Where(outside, result.EmptyLike().Normal_(mean, std, generator), result);
        }

        return ReferenceEquals(result, tensor) ? tensor : tensor.Copy_(result);
    }

    // Rejection sampling: uniform candidates between the bounds, each accepted with its density relative to the highest density there.
    private static Tensor ByRejecting(Tensor tensor, double mean, double std, (double A, double B) bounds, Generator? generator)
    {
        var highest = Math.Max(bounds.A, Math.Min(mean, bounds.B));
        var atHighest = -0.5 * Math.Pow((highest - mean) / std, 2);
        var candidates = tensor.EmptyLike();
        var chances = tensor.EmptyLike();
        Tensor IsRefused() => chances.Uniform_(generator: generator).Log_().Gt(candidates.Sub_(mean).Div_(std).Pow_(2).Mul_(-0.5).Sub_(atHighest));

        candidates.Copy_(tensor.Uniform_(bounds.A, bounds.B, generator));
        var refused = IsRefused();
        var result = tensor;
        while (refused.Any().Item<bool>())
        {
            candidates.Uniform_(bounds.A, bounds.B, generator);
            result = Torch.Where(refused, candidates, result);
            refused = Torch.Where(refused, IsRefused(), refused);
        }

        return ReferenceEquals(result, tensor) ? tensor : tensor.Copy_(result);
    }

    // The standard normal distribution function.
    private static double NormalCdf(double x) => (1.0 + Erf(x / Math.Sqrt(2.0))) / 2.0;

    // The error function, 2 / sqrt(pi) e^(-x^2) sum of 2^n x^(2n+1) / (2n+1)!!, with 28 digits: .NET has none.
    private static double Erf(double x)
    {
        if (!(Math.Abs(x) < 6))
        {
            return double.IsNaN(x) ? x : Math.Sign(x);
        }

        const decimal TwoByRootOfPi = 1.1283791670955125738961589031m;
        static decimal Exactly(double value) => decimal.Parse(value.ToString("F60", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

        var square = Exactly(Math.Abs(x)) * Exactly(Math.Abs(x));
        var (term, sum) = (Exactly(Math.Abs(x)), 0m);
        for (var n = 1; sum + term != sum; n++)
        {
            sum += term;
            term *= 2 * square / ((2 * n) + 1);
        }

        var (power, exponential) = (1m, 0m);
        for (var n = 1; exponential + power != exponential; n++)
        {
            exponential += power;
            power *= square / n;
        }

        // Converted by way of text, because parsing rounds correctly.
        var result = double.Parse((TwoByRootOfPi * sum / exponential).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);
        return Math.CopySign(result, x);
    }
}
