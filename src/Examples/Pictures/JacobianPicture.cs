using ScottPlot;
using static LibTorch.Torch;

namespace LibTorch.Examples.Pictures;

/// <summary>The Jacobian of softmax as a heat map.</summary>
internal static class JacobianPicture
{
    private static readonly double[] Logits = [-1.3, 0.5, 2.1, 0.9, -0.4];

    public static Picture Draw()
    {
        using var x = Torch.Tensor(Logits);
        using var jacobian = Autograd.Functional.Jacobian(z => z.Softmax(0), x);
        var n = Logits.Length;
        var entries = jacobian.ToArray<double>();
        var largest = entries.Max(Math.Abs);
        var plot = Drawing.Empty("derivative by input", "output of softmax");
        var squares = new double[n, n];
        for (var i = 0; i < entries.Length; i++)
        {
            squares[i / n, i % n] = entries[i];
        }

        var map = plot.Add.Heatmap(squares);
        // White is zero, blue positive, red negative, as in all pictures.
        map.Colormap = new ScottPlot.Colormaps.CustomInterpolated([Color.FromHex("#B2182B"), Color.FromHex("#F4A582"), Color.FromHex("#F7F7F7"), Color.FromHex("#92C5DE"), Color.FromHex("#2166AC")]);
        map.ManualRange = new ScottPlot.Range(-largest, largest);
        Label(plot, entries, n, largest);
        var ticks = Enumerable.Range(1, n).ToArray();
        plot.Axes.Bottom.SetTicks([.. ticks.Select(i => (double)(i - 1))], [.. ticks.Select(i => $"{i}")]);
        plot.Axes.Left.SetTicks([.. ticks.Select(i => (double)(n - i))], [.. ticks.Select(i => $"{i}")]);
        plot.HideGrid();
        plot.Axes.SetLimits(-0.5, n - 0.5, -0.5, n - 0.5);
        var bar = plot.Add.ColorBar(map);
        bar.Axis.TickLabelStyle.ForeColor = Ink.Quiet;
        bar.Axis.TickLabelStyle.FontSize = 13;
        bar.Axis.FrameLineStyle.Color = Ink.Quiet;
        const string Description = "A square of five rows and columns. Its diagonal is blue, as each output grows with its own input; all else is red, as it falls with the others'. "
            + "The colours are strongest in the third row and column, where softmax is largest.";
        return new Picture(
            "The Jacobian of softmax",
            plot.Svg(Description),
            Description,
            $"At x = ({string.Join(", ", Logits.Select(logit => NumberTable.Text(logit)))}): diag(s) − ss′. Blue is above zero, red below; each row and column sums to 0.",
            new NumberTable(
                "The Jacobian",
                ["output", .. ticks.Select(i => $"by input {i}")],
                [.. ticks.Select(i => (IReadOnlyList<string>)[$"{i}", .. Enumerable.Range(0, n).Select(j => NumberTable.Text(entries[(i - 1) * n + j], "0.0000"))])]));
    }

    // The heat map's first row is at the top, while the axis counts from the bottom.
    private static void Label(Plot plot, double[] entries, int n, double largest)
    {
        for (var i = 0; i < entries.Length; i++)
        {
            var label = plot.Add.Text(NumberTable.Text(entries[i], "0.000"), i % n, n - 1 - i / n);
            label.LabelAlignment = Alignment.MiddleCenter;
            label.LabelFontSize = 14;
            // Fixed colours instead of the page's, because the squares have fixed colours too.
            label.LabelFontColor = Math.Abs(entries[i]) > 0.75 * largest ? Color.FromHex("#FFFFFF") : Color.FromHex("#111111");
        }
    }
}
