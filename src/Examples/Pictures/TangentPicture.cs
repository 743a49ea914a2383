using ScottPlot;
using static LibTorch.Torch;

namespace LibTorch.Examples.Pictures;

/// <summary>A function with its tangent, and the secants whose slopes are difference quotients.</summary>
internal static class TangentPicture
{
    private const double At = 0.5;
    private static readonly double[] Steps = [1.5, 1.0, 0.5];
    private static readonly Color[] Colors = [Ink.Fourth, Ink.Third, Ink.Second];

    public static Picture Draw()
    {
        var plot = Drawing.Empty("x", "exp(x)");
        using var x = Linspace(-1, 2.2, 200, dtype: DType.Float64);
        using var ends = Torch.Tensor([-1.0, 2.2]);
        plot.Line(x, Exp(x), Ink.Text, "exp(x)");

        using var at = Torch.Tensor(At, dtype: DType.Float64, requiresGrad: true);
        using var value = Exp(at);
        value.Backward();
        var (y, slope) = ((double)value, (double)at.Grad!);
        List<string[]> rows = [];
        double Quotient(double h)
        {
            var quotient = ((double)Exp(Torch.Tensor(At + h)) - y) / h;
            rows.Add([NumberTable.Text(h), NumberTable.Text(quotient, "0.00000"), NumberTable.Text(quotient - slope, "0.00000")]);
            return quotient;
        }

        for (var i = 0; i < Steps.Length; i++)
        {
            var h = Steps[i];
            var quotient = Quotient(h);
            plot.Line(ends, y + quotient * (ends - At), Colors[i], $"h = {NumberTable.Text(h)}", LinePattern.Dashed);
            plot.Add.Marker(At + h, y + quotient * h, MarkerShape.FilledCircle, 8, Colors[i]);
        }

        foreach (var h in new[] { 0.1, 0.01, 0.001 })
        {
            Quotient(h);
        }

        plot.Line(ends, y + slope * (ends - At), Ink.First, "tangent");
        plot.Add.Marker(At, y, MarkerShape.FilledCircle, 10, Ink.First);
        plot.Axes.SetLimits(-1, 2.2, -1, 8);
        plot.ShowLegend(Alignment.UpperLeft);
        var description = $"The curve of exp, its tangent at x = {NumberTable.Text(At)} with slope {NumberTable.Text(slope)}, and three lines through that point and another one of the curve, "
            + "steeper than the tangent. The nearer the other point, the nearer is the line to the tangent.";
        return new Picture(
            "The derivative is the limit of difference quotients",
            plot.Svg(description),
            description,
            "The tangent has the slope that autograd found. The dashed lines have the slopes (f(x + h) − f(x)) / h, and turn towards it as h shrinks.",
            new NumberTable("Difference quotients, and how far they are from the derivative", ["h", "quotient", "error"], rows));
    }
}
