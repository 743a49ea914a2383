using ScottPlot;
using static LibTorch.Torch;

namespace LibTorch.Examples.Pictures;

/// <summary>The gradient of a function of two variables as a field of arrows, and a gradient descent.</summary>
internal static class DescentPicture
{
    private const double Rate = 0.12;
    private const int Count = 25;

    // The length of an arrow for a gradient of 1.
    private const double Length = 0.08;
    private const int Columns = 15;
    private const int Rows = 11;

    public static Picture Draw()
    {
        var plot = Drawing.Empty("x₁", "x₂");
        Contours(plot);
        Field(plot);
        var path = Descend();
        var line = plot.Add.Scatter(path.Select(point => point.X).ToArray(), path.Select(point => point.Y).ToArray(), Ink.Second);
        line.LineWidth = 2.5f;
        line.MarkerSize = 7;
        var minimum = plot.Add.Marker(0, 0, MarkerShape.Cross, 14, Ink.Third);
        minimum.LineWidth = 2.5f;
        minimum.LegendText = "minimum";
        line.LegendText = "descent";
        plot.Axes.SetLimits(-3.4, 3.4, -2.3, 2.3);
        // With equal units, arrows are perpendicular to the contour lines.
        plot.Axes.SquareUnits();
        plot.ShowLegend(Alignment.UpperRight);
        var (first, last) = (path[0], path[^1]);
        var description = $"Arrows all over the plane point down the slope of f(x) = x₁²/2 + x₁x₂/2 + x₂². The path of a descent follows them from ({NumberTable.Text(first.X)}, {NumberTable.Text(first.Y)}), "
            + $"steep at first, then along the valley, and is at ({NumberTable.Text(last.X, "0.00")}, {NumberTable.Text(last.Y, "0.00")}) after {Count} steps; the minimum is at the origin.";
        return new Picture(
            "Descent along the gradient",
            plot.Svg(description),
            description,
            $"f(x) = x₁²/2 + x₁x₂/2 + x₂², its lines of equal height, and −∇f from one backward pass over all points. Each step of the path is −{NumberTable.Text(Rate)} ∇f.",
            new NumberTable(
                "The path, every fifth step",
                ["step", "x₁", "x₂", "f"],
                [.. path.Index().Where(step => step.Index % 5 == 0).Select(step => new[] { $"{step.Index}", NumberTable.Text(step.Item.X, "0.0000"), NumberTable.Text(step.Item.Y, "0.0000"), NumberTable.Text(step.Item.F, "0.0000") })]));
    }

    // The function's value for one point, or for many with a row for each.
    private static Tensor F(Tensor x) => x[TensorIndex.Ellipsis, 0].Pow(2) / 2 + x[TensorIndex.Ellipsis, 0] * x[TensorIndex.Ellipsis, 1] / 2 + x[TensorIndex.Ellipsis, 1].Pow(2);

    private static Tensor Grid(int rows, int columns)
    {
        var y = Linspace(-2.1, 2.1, rows, dtype: DType.Float64).Unsqueeze(1).Expand(rows, columns);
        var x = Linspace(-3.2, 3.2, columns, dtype: DType.Float64).Unsqueeze(0).Expand(rows, columns);
        return Stack([x, y], -1).Reshape(-1, 2);
    }

    private static void Contours(Plot plot)
    {
        const int Fine = 70;
        using var scope = new TensorScope();
        var points = Grid(Fine, Fine) * 1.15;
        var (at, heights) = (points.ToArray<double>(), F(points).ToArray<double>());
        var surface = new Coordinates3d[Fine, Fine];
        for (var i = 0; i < heights.Length; i++)
        {
            surface[i / Fine, i % Fine] = new Coordinates3d(at[2 * i], at[2 * i + 1], heights[i]);
        }

        var lines = plot.Add.ContourLines(surface, 12);
        lines.LineStyle.Color = Ink.Line;
        lines.LineStyle.Width = 1.5f;
        lines.LabelStyle.IsVisible = false;
        lines.Colormap = null;
    }

    // The gradient of the sum over all points consists of the gradients at the points.
    private static void Field(Plot plot)
    {
        using var scope = new TensorScope();
        var points = Grid(Rows, Columns).RequiresGrad_();
        F(points).Sum().Backward();
        var (at, slopes) = (points.Detach().ToArray<double>(), points.Grad!.ToArray<double>());
        for (var i = 0; i < at.Length; i += 2)
        {
            // The arrow is centred at the point. Near the minimum it would be shorter than its head, so it is left out.
            var (x, y) = (Length * slopes[i] / 2, Length * slopes[i + 1] / 2);
            if (Math.Sqrt((x * x) + (y * y)) < 0.04)
            {
                continue;
            }

            var arrow = plot.Add.Arrow(new Coordinates(at[i] + x, at[i + 1] + y), new Coordinates(at[i] - x, at[i + 1] - y));
            arrow.ArrowFillColor = Ink.First;
            arrow.ArrowLineWidth = 0;
            arrow.ArrowWidth = 1.6f;
            arrow.ArrowheadWidth = 6;
            arrow.ArrowheadLength = 6;
            arrow.ArrowheadAxisLength = 6;
        }
    }

    private static List<(double X, double Y, double F)> Descend()
    {
        List<(double X, double Y, double F)> path = [];
        var x = Torch.Tensor([-2.8, 1.9], requiresGrad: true);
        for (var step = 0; step <= Count; step++)
        {
            using var scope = new TensorScope();
            var height = F(x);
            path.Add(((double)x[0], (double)x[1], (double)height));
            x.Grad = null;
            height.Backward();
            using var mode = NoGrad();
            x.Sub_(Rate * x.Grad!);
        }

        return path;
    }
}
