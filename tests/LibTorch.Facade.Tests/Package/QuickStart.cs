using LibTorch.Tests.Docs;

namespace LibTorch.Tests.Package;

/// <summary>The README's first program, and what the README says that it prints.</summary>
internal static class QuickStart
{
    static QuickStart()
    {
        var blocks = new MarkdownFile("README.md").Blocks().ToList();
        var program = blocks.FindIndex(block => block.Language == "csharp");
        (Program, Printed) = (blocks[program].Text, blocks[program + 1].Text);
        Assert.Equal("text", blocks[program + 1].Language);
    }

    public static string Program { get; }

    public static string Printed { get; }
}
