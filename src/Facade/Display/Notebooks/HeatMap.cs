using System.Globalization;
using System.Net;
using System.Text;
using LibTorch.NN;

namespace LibTorch;

/// <summary>A tensor of up to two dimensions as coloured squares in HTML: white is zero, or the value nearest to it where all are on one side.</summary>
internal static class HeatMap
{
    private const int MostInARow = 64;
    private const int Square = 12;

    /// <summary>
    /// The squares, each with its value as a tooltip. For a tensor with more dimensions, or elements that are no real numbers, the tensor's
    /// text.
    /// </summary>
    public static string Of(Tensor tensor)
    {
        using var noGrad = Torch.NoGrad();
        if (tensor.NDim > 2 || tensor.DType.IsComplex || tensor.Layout != Layout.Strided || tensor.IsQuantized || tensor.Numel == 0)
        {
            return $"<pre>{WebUtility.HtmlEncode(tensor.ToString())}</pre>";
        }

        var values = tensor.Detach().To(Device.Cpu, DType.Float64);
        values = values.Reshape(tensor.NDim == 2 ? tensor.Shape[0] : 1, tensor.NDim == 0 ? 1 : tensor.Shape[^1]);
        var (rows, columns) = (Math.Min(values.Shape[0], MostInARow), Math.Min(values.Shape[1], MostInARow));
        var pooled = rows < values.Shape[0] || columns < values.Shape[1];
        if (pooled)
        {
            values = Functional.AdaptiveAvgPool2d(values.Unsqueeze(0), [rows, columns]).Squeeze(0);
        }

        var caption = $"{tensor.Shape}, {tensor.DType}{(pooled ? $"; each square is the mean of a block, {rows} x {columns} in all" : "")}";
        return Draw(values.ToArray<double>(), (int)rows, (int)columns, WebUtility.HtmlEncode(caption));
    }

    private static string Draw(double[] values, int rows, int columns, string caption)
    {
        var finite = values.Where(double.IsFinite).DefaultIfEmpty().ToArray();
        var (least, most) = (finite.Min(), finite.Max());
        var range = string.Create(CultureInfo.InvariantCulture, $"from {least:g5} to {most:g5}");
        StringBuilder html = new();
        html.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"Heat map of {caption}; {range}\" width=\"{columns * Square}\" height=\"{rows * Square}\">");
        for (var i = 0; i < values.Length; i++)
        {
            html.Append(CultureInfo.InvariantCulture, $"<rect x=\"{i % columns * Square}\" y=\"{i / columns * Square}\" width=\"{Square}\" height=\"{Square}\" fill=\"{Color(values[i], least, most)}\"><title>{values[i]:g5}</title></rect>");
        }

        return html.Append(CultureInfo.InvariantCulture, $"</svg><p>{caption}; {range}</p>").ToString();
    }

    // Fades from white to blue above zero, and to red below; NaN is grey.
    private static string Color(double value, double least, double most)
    {
        if (double.IsNaN(value))
        {
            return "#999";
        }

        var zero = least < 0 && most > 0 ? 0 : least < 0 ? most : least;
        var far = Math.Max(most - zero, zero - least);
        var strength = far == 0 ? 0 : Math.Clamp((value - zero) / far, -1, 1);
        var faded = (int)Math.Round(255 * (1 - Math.Abs(strength)));
        return strength < 0 ? $"rgb(255,{faded},{faded})" : $"rgb({faded},{faded},255)";
    }
}
