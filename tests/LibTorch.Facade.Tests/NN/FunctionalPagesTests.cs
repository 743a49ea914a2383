using System.Xml.Linq;

namespace LibTorch.Tests.NN;

/// <summary>What the documentation of torch.nn.functional's functions leads to.</summary>
public sealed class FunctionalPagesTests(PythonSession python)
{
    private const string Functional = "torch.nn.functional.";

    // Python has these since libtorch 2.
    private static readonly string[] Later = ["rms_norm", "scaled_dot_product_attention"];

    [Fact]
    public void Each_link_is_to_the_public_function_and_not_to_the_operator()
    {
        var documentation = XDocument.Load(Path.ChangeExtension(typeof(Tensor).Assembly.Location, ".xml"));
        var links = documentation.Descendants("member").Where(member => member.Attribute("name")!.Value.StartsWith("M:LibTorch.NN.Functional.", StringComparison.Ordinal))
            .SelectMany(member => member.Descendants("see")).Where(see => see.Attribute("href") is not null).Select(see => (see.Value, Page: see.Attribute("href")!.Value)).Distinct().ToList();
        Assert.True(links.Count > 40, $"{links.Count} links");
        Assert.All(links, link =>
        {
            var name = link.Value;
            Assert.StartsWith(Functional, name);
            Assert.True(Later.Any(later => name == Functional + later) || python.Eval($"callable(getattr(torch.nn.functional, '{name[Functional.Length..]}', None))") == "True", $"Python has no {name}");
            var page = link.Page.Split("/")[^1];

            // Where a function has no page of its own, Python documents it as the one that its text begins with, or not at all.
            if (page == "nn.functional.html")
            {
                return;
            }

            Assert.Equal("generated", link.Page.Split('/')[^2]);
            Assert.StartsWith(page[..^".html".Length], name);
        });
    }
}
