namespace LibTorch.Tests.Docs;

/// <summary>The pages lead to what is there.</summary>
public sealed class LinksTests
{
    public static TheoryData<string> Pages => [.. MarkdownFile.All.Select(page => page.Name)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_relative_link_leads_to_a_file_and_a_heading(string name)
    {
        foreach (var target in new MarkdownFile(name).Targets().Where(target => !target.Contains("://", StringComparison.Ordinal)))
        {
            var (path, anchor) = target.Split('#') is [var file, var heading] ? (file, heading) : (target, null);
            var linked = path.Length == 0 ? name : Path.Combine(Path.GetDirectoryName(name)!, path);
            Assert.True(Path.Exists(Repository.PathOf(linked)), $"{name} links to {target}, which is not there");
            if (anchor is not null)
            {
                Assert.Contains(anchor, new MarkdownFile(linked).Anchors());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_path_named_is_there(string name) =>
        Assert.All(new MarkdownFile(name).NamedPaths(), path => Assert.True(Path.Exists(Repository.PathOf(path)), $"{name} names {path}, which is not there"));

    [Fact]
    public void The_README_leads_to_every_page() =>
        Assert.Subset(new MarkdownFile("README.md").Targets().ToHashSet(), MarkdownFile.All.Select(page => page.Name).Where(name => name != "README.md").ToHashSet());

    [Fact]
    public void The_pages_are_found() => Assert.Superset(new HashSet<string> { "README.md", "CONTRIBUTING.md", "CHANGELOG.md" }, MarkdownFile.All.Select(page => page.Name).ToHashSet());
}
