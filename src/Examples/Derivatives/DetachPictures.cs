using static LibTorch.Torch;

namespace LibTorch.Examples.Derivatives;

/// <summary>Draws the graph of notebook 003, unchanged and with a part held constant.</summary>
internal static class DetachPictures
{
    public static bool Run(TextWriter output, Device device, string? folder)
    {
        output.WriteLine("=== The graph of notebook 003 before and after detach ===");
        var x = Arange(4.0, requiresGrad: true, device: device);
        var y = x * x;
        var before = (y * x).Sum().GradFn!;
        var after = (y.Detach() * x).Sum().GradFn!;
        var names = new Dictionary<string, Tensor> { ["x"] = x };
        foreach (var (name, node) in new[] { ("before", before), ("after", after) })
        {
            output.WriteLine($"{name}:");
            output.Write(node.ToDot(names));
            if (folder is not null)
            {
                Save(output, Path.Combine(folder, $"detach-{name}"), node, names);
            }
        }

        return DerivativesExample.Claim(output, Products(before) == 2, "y = x * x is a node of z = y * x")
            & DerivativesExample.Claim(output, Products(after) == 1, "it is none of z = y.Detach() * x");

        int Products(Node node) => node.ToDot(names).Split("MulBackward0").Length - 1;
    }

    private static void Save(TextWriter output, string path, Node node, Dictionary<string, Tensor> names)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path + ".dot", node.ToDot(names));
        output.WriteLine($"written: {path}.dot");
        try
        {
            File.WriteAllText(path + ".svg", node.ToSvg(names));
            output.WriteLine($"written: {path}.svg");
        }
        catch (InvalidOperationException why)
        {
            output.WriteLine(why.Message);
        }
    }
}
