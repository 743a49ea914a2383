namespace LibTorch.Tests.Docs;

/// <summary>The page on porting shows the pair that it speaks of.</summary>
public sealed class PortingPageTests
{
    [Theory]
    [InlineData("python", "py")]
    [InlineData("cs", "cs")]
    public void Its_pieces_are_the_file(string language, string extension)
    {
        var pieces = new MarkdownFile("docs/porting.md").Blocks().Where(block => block.Language == language).Select(block => block.Text);
        Assert.Equal(File.ReadAllText(Repository.PathOf($"src/Examples/Pairs/linear_regression.{extension}")), string.Concat(pieces));
    }
}
