using static System.FormattableString;

namespace LibTorch.Examples.Rules;

/// <summary>The errors of forward and central difference quotients against a gradient, for smaller and smaller steps.</summary>
internal sealed class DifferenceTable
{
    private static readonly double[] Steps = [1e-1, 1e-2, 1e-3, 1e-4, 1e-5, 1e-6];

    private readonly double[] _forward = new double[Steps.Length];
    private readonly double[] _central = new double[Steps.Length];
    private readonly double[] _roundoff;

    private DifferenceTable(double size) => _roundoff = [.. Steps.Select(h => 16 * Epsilon * size / h)];

    /// <summary>The distance from 1 to the next float64.</summary>
    public static double Epsilon => double.BitIncrement(1) - 1;

    /// <summary>Whether each error decreased at its quotient's rate, or reached the roundoff.</summary>
    public bool Falls => Fall(_forward, 5) && Fall(_central, 50);

    /// <summary>The rows: their names and numbers, and whether the numbers are roundoff only.</summary>
    public IEnumerable<(string Name, IReadOnlyList<string> Numbers, bool IsRoundoff)> Rows =>
    [
        ("h", Texts(Steps), false),
        ("forward difference", Texts(_forward), IsRoundoff(_forward)),
        ("central difference", Texts(_central), IsRoundoff(_central)),
        ("roundoff allows", Texts(_roundoff), false),
    ];

    /// <summary>The rows as lines.</summary>
    public IEnumerable<string> Lines =>
        Rows.Select(row => $"{row.Name,-20}" + string.Concat(row.Numbers.Select(number => $"  {number,7}")) + (row.IsRoundoff ? "  roundoff only" : ""));

    /// <param name="rule">The function and the point.</param>
    /// <param name="y">f(x).</param>
    /// <param name="gradient">The gradient that the quotients approximate.</param>
    /// <param name="largest">The largest of the gradient's numbers, or 1.</param>
    public static DifferenceTable Of(Rule rule, double[] y, double[] gradient, double largest)
    {
        var x = RuleCheck.Numbers(rule.X);

        // Rounding x + h moves f by a rounding of x times the gradient; rounding f moves it by one of f.
        var size = Math.Max(Math.Max(1, RuleCheck.Largest(y)), largest * Math.Max(1, RuleCheck.Largest(x)));
        var table = new DifferenceTable(size);
        for (var k = 0; k < Steps.Length; k++)
        {
            var h = Steps[k];
            var forward = new double[gradient.Length];
            var central = new double[gradient.Length];
            for (var i = 0; i < x.Length; i++)
            {
                var up = At(rule, x, i, h);
                var down = At(rule, x, i, -h);
                for (var j = 0; j < y.Length; j++)
                {
                    forward[i * y.Length + j] = (up[j] - y[j]) / h;
                    central[i * y.Length + j] = (up[j] - down[j]) / (2 * h);
                }
            }

            table._forward[k] = Distance(forward, gradient);
            table._central[k] = Distance(central, gradient);
        }

        return table;
    }

    public static double Distance(double[] a, double[] b) => a.Zip(b, (p, q) => Math.Abs(p - q)).Aggregate(0.0, Math.Max);

    private static double[] At(Rule rule, double[] x, int i, double step)
    {
        var moved = (double[])x.Clone();
        moved[i] += step;
        return RuleCheck.Numbers(rule.F(Torch.Tensor(moved, device: rule.X.Device).Reshape(rule.X.Shape)));
    }

    private static string[] Texts(double[] numbers) => [.. numbers.Select(number => Invariant($"{number:0.0e+00}"))];

    private bool IsRoundoff(double[] errors) => errors.Zip(_roundoff).All(pair => pair.First <= pair.Second);

    private bool Fall(double[] errors, double factor) =>
        Enumerable.Range(1, errors.Length - 1).All(k => errors[k] <= errors[k - 1] / factor || errors[k] <= _roundoff[k]);
}
