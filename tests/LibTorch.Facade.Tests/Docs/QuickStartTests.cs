namespace LibTorch.Tests.Docs;

/// <summary>The README's first program, as a reader would run it.</summary>
public sealed class QuickStartTests
{
    [Fact]
    public void It_prints_what_the_README_says()
    {
        var blocks = new MarkdownFile("README.md").Blocks().ToList();
        var program = blocks.FindIndex(block => block.Language == "csharp");
        var printed = blocks[program + 1];
        Assert.Equal("text", printed.Language);

        using TemporaryProject project = new(blocks[program].Text);
        var (built, messages) = project.Build();
        Assert.True(built == 0, messages);
        Assert.Equal((0, printed.Text), project.Run());
    }
}
