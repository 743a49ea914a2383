using System.Text;

namespace LibTorch.Tests.Docs;

/// <summary>The example of docs/own-operators.md, as a reader would make it.</summary>
public sealed class OwnOperatorsPageTests
{
    private static readonly string Library = Repository.PathOf("artifacts/own-operators/libmylib.so");

    private static readonly MarkdownFile Page = new("docs/own-operators.md");

    [Fact]
    public void The_library_is_the_one_that_is_compiled() =>
        Assert.Equal(File.ReadAllText(Repository.PathOf("tests/LibTorch.Facade.Tests/OwnOperators/Native/mylib.cpp")), Page.Blocks().Single(block => block.Language == "cpp").Text);

    [Fact]
    public void The_program_prints_what_the_page_says()
    {
        Assert.SkipUnless(File.Exists(Library), $"{Library} is not built; ./build.sh test builds it");
        var blocks = Page.Blocks().ToList();
        var program = blocks.FindIndex(block => block.Info == "csharp project");
        var schemas = blocks.First(block => block.Language == "text").Text;
        using TemporaryProject project = new(blocks[program].Text, ("mylib.schemas.txt", Encoding.UTF8.GetBytes(schemas)), ("libmylib.so", File.ReadAllBytes(Library)));
        var (built, messages) = project.Build();
        Assert.True(built == 0, messages);
        Assert.Equal((0, blocks[program + 1].Text), project.Run());
    }
}
