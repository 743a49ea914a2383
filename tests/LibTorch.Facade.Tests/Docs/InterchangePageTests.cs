namespace LibTorch.Tests.Docs;

/// <summary>The samples that need packages beside the facade, as programs that are built and run.</summary>
public sealed class InterchangePageTests
{
    [Theory]
    [InlineData("System.Numerics.Tensors", "LibTorch.Facade.NumericsTensors.dll", "System.Numerics.Tensors.dll")]
    [InlineData("Apache.Arrow", "Apache.Arrow.dll", "Apache.Arrow.Scalars.dll")]
    public void A_sample_prints_what_the_page_says(string package, params string[] libraries)
    {
        var blocks = new MarkdownFile("docs/interchange.md").Blocks().ToList();
        var program = blocks.FindIndex(block => block.Info == "csharp project" && block.Text.Contains($"using {package};", StringComparison.Ordinal));
        using TemporaryProject project = new(blocks[program].Text, [.. libraries.Select(name => (name, File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, name))))]);
        var (built, messages) = project.Build();
        Assert.True(built == 0, messages);
        Assert.Equal((0, blocks[program + 1].Text), project.Run());
    }
}
