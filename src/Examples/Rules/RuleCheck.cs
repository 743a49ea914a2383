using static System.FormattableString;

namespace LibTorch.Examples.Rules;

/// <summary>Checks a rule of differentiation by autograd, by its closed form and by difference quotients.</summary>
/// <remarks>
/// <para>Autograd and the closed form are each a few float64 roundings away from the truth, of numbers no larger than a few
/// times the gradient's largest: 64 times the float64 epsilon of that largest is allowed between them.</para>
/// <para>A difference quotient is away from the gradient by a term that shrinks with h (forward) or with h squared (central),
/// and by the roundoff of f, divided by h. So for each h ten times smaller the forward error must fall to a fifth, the central
/// one to a fiftieth, or have reached the roundoff; a wrong gradient leaves both where they are. A linear f has roundoff only,
/// and so has a quadratic one in the central difference.</para>
/// </remarks>
internal static class RuleCheck
{
    public static RuleReport Of(Rule rule)
    {
        var closed = Numbers(rule.Gradient(rule.X));
        var (found, y) = ByAutograd(rule);

        var largest = Math.Max(1, Largest(closed));
        var allowed = 64 * DifferenceTable.Epsilon * largest;
        var gap = DifferenceTable.Distance(found, closed);
        var table = DifferenceTable.Of(rule, y, closed, largest);

        List<string> lines =
        [
            Invariant($"autograd - closed form  {gap:0.0e+00}  allowed {allowed:0.0e+00}"),
            .. table.Lines,
        ];
        var held = gap <= allowed && table.Falls;

        var gradient = Torch.Tensor(found).Reshape(rule.Gradient(rule.X).Shape);
        foreach (var claim in rule.Also)
        {
            var margin = claim.Margin(gradient);
            lines.Add(Invariant($"{claim.Words}, by {margin,7:0.0e+00}"));
            held &= margin > 0;
        }

        lines.Add(held ? "held" : "NOT HELD");
        return new RuleReport(rule, lines, held, table);
    }

    /// <summary>The numbers of a tensor of any shape, the last dimension running fastest.</summary>
    public static double[] Numbers(Tensor tensor) => tensor.Detach().Reshape(-1).ToArray<double>();

    public static double Largest(double[] numbers) => numbers.Max(Math.Abs);

    private static (double[] Gradient, double[] Y) ByAutograd(Rule rule)
    {
        var x = rule.X.Detach().RequiresGrad_();
        var y = rule.F(x).Reshape(-1);
        var count = (int)y.Shape[0];
        var gradient = new double[rule.X.Shape.Elements * count];
        for (var j = 0; j < count; j++)
        {
            var column = Numbers(Torch.Autograd.Grad(y[j], x, retainGraph: true));
            for (var i = 0; i < column.Length; i++)
            {
                gradient[i * count + j] = column[i];
            }
        }

        return (gradient, Numbers(y));
    }
}
