namespace LibTorch.Tests.Autograd;

/// <summary>Pictures of a graph.</summary>
public sealed class GraphDrawingTests
{
    [Fact]
    public void Dot_shows_operations_leaves_and_the_output()
    {
        using var x = Torch.Ones([2, 3], requiresGrad: true);
        var node = (x * x).Sum().GradFn!;
        var lines = node.ToDot(new Dictionary<string, Tensor> { ["the \"x\""] = x }).Split('\n');
        Assert.Equal("digraph {", lines[0]);
        Assert.Contains(lines, line => line.Contains("[label=\"SumBackward0\\n()\" fillcolor=lightgrey]", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("[label=\"MulBackward0\\n(2, 3)\" fillcolor=lightgrey]", StringComparison.Ordinal));
        Assert.Contains(lines, line => line.Contains("[label=\"the \\\"x\\\"\\n(2, 3)\" fillcolor=lightblue]", StringComparison.Ordinal));
        Assert.Single(lines, line => line.Contains("darkolivegreen1", StringComparison.Ordinal));

        // One AccumulateGrad with two arrows out of it, its leaf's, the product's and the sum's.
        Assert.Single(lines, line => line.Contains("AccumulateGrad", StringComparison.Ordinal));
        Assert.Equal(5, lines.Count(line => line.Contains("->", StringComparison.Ordinal)));
    }

    [Fact]
    public void Mermaid_shows_the_same()
    {
        using var x = Torch.Ones(3, requiresGrad: true);
        var text = x.Exp().GradFn!.ToMermaid(new Dictionary<string, Tensor> { ["x"] = x });
        Assert.StartsWith("flowchart TD\n    n0[\"ExpBackward0<br/>(3,)\"]:::operation\n", text, StringComparison.Ordinal);
        Assert.Contains("[\"x<br/>(3,)\"]:::leaf", text, StringComparison.Ordinal);
        Assert.Equal(3, text.Split(" --> ").Length - 1);
    }

    [Fact]
    public void A_detached_part_is_not_in_the_picture()
    {
        using var x = Torch.Ones(3, requiresGrad: true);
        Assert.DoesNotContain("ExpBackward0", (x.Exp().Detach() * x).GradFn!.ToDot(), StringComparison.Ordinal);
        Assert.Contains("ExpBackward0", (x.Exp() * x).GradFn!.ToDot(), StringComparison.Ordinal);
    }

    [Fact]
    public void Svg_comes_from_dot_or_says_that_it_is_missing()
    {
        using var x = Torch.Ones(3, requiresGrad: true);
        var node = x.Exp().GradFn!;
        var installed = Environment.GetEnvironmentVariable("PATH")!.Split(':').Any(folder => File.Exists(Path.Combine(folder, "dot")));
        if (installed)
        {
            Assert.Contains("<svg", node.ToSvg(), StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains("not on the PATH", Assert.Throws<InvalidOperationException>(() => node.ToSvg()).Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_deep_graph_is_drawn()
    {
        using var x = Torch.Ones(1, requiresGrad: true);
        var y = x * 1;
        for (var i = 0; i < 2_000; i++)
        {
            y = y + 1;
        }

        Assert.Equal(2_000, y.GradFn!.ToDot().Split("AddBackward0").Length - 1);
    }
}
