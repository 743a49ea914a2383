using ScottPlot;

namespace LibTorch.Examples.Pictures;

/// <summary>The common style of all plots, and their conversion to elements of a page.</summary>
internal static class Drawing
{
    // Small, so that letters stay readable on a phone, which shows the full width.
    private const int Width = 560;
    private const int Height = 380;

    /// <summary>An empty plot in the page's colours.</summary>
    public static Plot Empty(string x, string y)
    {
        Plot plot = new();
        // Debian's default font; any other one if it is not installed. A page without it falls back to Verdana, which is equally wide.
        plot.Font.Set("DejaVu Sans");
        plot.FigureBackground.Color = Colors.Transparent;
        plot.DataBackground.Color = Colors.Transparent;
        plot.Axes.Color(Ink.Quiet);
        plot.Grid.MajorLineColor = Ink.Line;
        plot.Axes.Top.FrameLineStyle.Width = 0;
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.XLabel(x, size: 14);
        plot.YLabel(y, size: 14);
        plot.Axes.Bottom.Label.Bold = false;
        plot.Axes.Left.Label.Bold = false;
        plot.Axes.Bottom.TickLabelStyle.FontSize = 13;
        plot.Axes.Left.TickLabelStyle.FontSize = 13;
        plot.Legend.BackgroundColor = Ink.Paper;
        plot.Legend.FontColor = Ink.Text;
        plot.Legend.OutlineColor = Ink.Line;
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Legend.FontSize = 13;
        return plot;
    }

    /// <summary>A line through points.</summary>
    public static void Line(this Plot plot, Tensor x, Tensor y, Color color, string? name = null, LinePattern? pattern = null)
    {
        var line = plot.Add.ScatterLine(x.Double().ToArray<double>(), y.Detach().Double().ToArray<double>(), color);
        line.LineWidth = 2.5f;
        line.LinePattern = pattern ?? LinePattern.Solid;
        if (name is not null)
        {
            line.LegendText = name;
        }
    }

    /// <summary>The plot as an element of a page.</summary>
    public static string Svg(this Plot plot, string description, int height = Height) =>
        InlineSvg.Of(plot.GetSvgXml(Width, height), description);
}
