using static LibTorch.Torch;

namespace LibTorch.Examples.Pictures;

/// <summary>The graph of notebook 003, unchanged and with a part held constant, drawn by Graphviz.</summary>
internal static class GraphPictures
{
    public static IEnumerable<Picture> Draw()
    {
        var x = Arange(4.0, requiresGrad: true);
        var y = x * x;
        var names = new Dictionary<string, Tensor> { ["x"] = x };
        yield return Of(
            "The graph of z = y * x with y = x * x",
            (y * x).Sum().GradFn!,
            names,
            "From the leaf x on top, arrows lead to a product that is y, and from y and from x itself to a second product, whose sum is the output.",
            "Both products are nodes, so the gradient is that of x³.");
        yield return Of(
            "The graph of z = y.Detach() * x",
            (y.Detach() * x).Sum().GradFn!,
            names,
            "From the leaf x on top, one arrow leads to the only product, whose sum is the output.",
            "After Detach y is a constant: its product is no node any more, and the gradient is y.");
    }

    private static Picture Of(string title, Node node, Dictionary<string, Tensor> names, string description, string caption)
    {
        try
        {
            return new Picture(title, InlineSvg.Of(node.ToSvg(names), description), description, caption);
        }
        catch (InvalidOperationException why)
        {
            return new Picture(title, null, description, $"Not drawn: {why.Message}");
        }
    }
}
