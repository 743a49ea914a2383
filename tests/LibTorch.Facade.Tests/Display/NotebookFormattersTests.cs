using System.Text.RegularExpressions;
using LibTorch.NN;

namespace LibTorch.Tests.Display;

/// <summary>What notebooks show of a value: its text, and on demand something to look at. They find it by names, and so do these tests.</summary>
public sealed partial class NotebookFormattersTests(PythonSession python)
{
    [Fact]
    public void The_text_is_what_is_shown_unless_something_else_is_asked_for()
    {
        var x = Torch.Arange(4.0, requiresGrad: true);
        var y = (2 * x).Sum();
        using Linear layer = new(2, 3);
        foreach (var value in new object[] { x, y, y.GradFn!, x.DType, x.Shape, layer, layer.Weight, layer.StateDict(), new Sequential(layer), Torch.Doctor() })
        {
            Assert.Equal(["text/plain"], Attribute(value).Preferred);
            Assert.Equal(value.ToString(), Shown(value, "text/plain"));
        }
    }

    [Fact]
    public void A_state_dict_has_Pythons_text()
    {
        Torch.ManualSeed(0);
        using Linear layer = new(2, 1);
        var text = python.Eval("(torch.manual_seed(0), (lambda state: 'OrderedDict({' + ', '.join(f'{name!r}: {tensor}' for name, tensor in state.items()) + '})')(torch.nn.Linear(2, 1).state_dict()))[1]");
        Assert.Equal(text, layer.StateDict().ToString());
        Assert.Equal("OrderedDict()", new StateDict().ToString());
        if (python.Eval("__import__('sys').version_info >= (3, 12)") == "True")
        {
            Assert.Equal(python.Eval("(torch.manual_seed(0), torch.nn.Linear(2, 1).state_dict())[1]"), text);
        }
    }

    [Fact]
    public void A_heat_map_has_a_square_for_each_element()
    {
        var map = Shown(Torch.Tensor(new[,] { { -1.0, 0.0, 1.0 }, { 0.5, double.NaN, -0.5 } }), "text/html");
        Assert.Equal(
            ["rgb(255,0,0)", "rgb(255,255,255)", "rgb(0,0,255)", "rgb(128,128,255)", "#999", "rgb(255,128,128)"],
            Fill().Matches(map).Select(match => match.Groups[1].Value));
        Assert.Equal(["-1", "0", "1", "0.5", "NaN", "-0.5"], Title().Matches(map).Select(match => match.Groups[1].Value));
        Assert.Contains("aria-label=\"Heat map of torch.Size([2, 3]), torch.float64; from -1 to 1\"", map, StringComparison.Ordinal);
        Assert.Single(Fill().Matches(Shown(Torch.Tensor(7L), "text/html")));
        Assert.Equal(3, Fill().Count(Shown(Torch.Tensor([true, false, true]), "text/html")));
    }

    [Fact]
    public void A_large_one_has_blocks()
    {
        var map = Shown(Torch.Arange(128 * 3.0).Reshape(128, 3), "text/html");
        Assert.Equal(64 * 3, Fill().Count(map));
        // The mean of 0 and 3, which lie below each other.
        Assert.Equal("1.5", Title().Match(map).Groups[1].Value);
        Assert.Contains("each square is the mean of a block, 64 x 3 in all", map, StringComparison.Ordinal);
    }

    [Fact]
    public void What_has_no_heat_map_is_its_text_escaped()
    {
        var x = Torch.Ones([1, 1, 2], requiresGrad: true) * 2;
        Assert.Contains("grad_fn=<MulBackward0>", x.ToString(), StringComparison.Ordinal);
        Assert.Equal($"<pre>{x.ToString().Replace("<", "&lt;", StringComparison.Ordinal).Replace(">", "&gt;", StringComparison.Ordinal)}</pre>", Shown(x, "text/html"));
        foreach (var other in new[] { Torch.Zeros(0), Torch.Zeros([2], dtype: DType.Complex64), Torch.Ones(2, 2).ToSparse() })
        {
            Assert.StartsWith("<pre>tensor(", Shown(other, "text/html"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_node_is_the_picture_of_its_graph()
    {
        var node = (2 * Torch.Ones(2, requiresGrad: true)).Sum().GradFn!;
        var picture = Shown(node, "text/html");
        Assert.Contains("SumBackward0", picture, StringComparison.Ordinal);
        Assert.Matches("^(<svg |<p>Graphviz&#39;s dot is needed)", picture);
    }

    // As the notebooks' library does: an attribute of this name, on the type or above it, and members of these names.
    private static (Type Source, string[] Preferred) Attribute(object value)
    {
        var attribute = value.GetType().GetCustomAttributes(inherit: true).Single(one => one.GetType().Name == "TypeFormatterSourceAttribute");
        object? Of(string property) => attribute.GetType().GetProperty(property)!.GetValue(attribute);
        return ((Type)Of("FormatterSourceType")!, (string[])Of("PreferredMimeTypes")!);
    }

    private static string Shown(object value, string mimeType)
    {
        var source = Activator.CreateInstance(Attribute(value).Source)!;
        var formatters = (IEnumerable<object>)source.GetType().GetMethod("CreateTypeFormatters")!.Invoke(source, null)!;
        var formatter = formatters.Single(one => (string)one.GetType().GetProperty("MimeType")!.GetValue(one)! == mimeType);
        using StringWriter text = new();
        Assert.Equal(true, formatter.GetType().GetMethod("Format")!.Invoke(formatter, [value, text]));
        return text.ToString();
    }

    [GeneratedRegex("fill=\"([^\"]+)\"")]
    private static partial Regex Fill();

    [GeneratedRegex("<title>([^<]*)</title>")]
    private static partial Regex Title();
}
