using System.Reflection;
using System.Text.RegularExpressions;
using LibTorch.SourceGeneration;
using LibTorch.Tests.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LibTorch.Tests.Docs;

/// <summary>docs/analyzers.md has a section for all that the generators and analyzers say, and its code is what it says.</summary>
public sealed partial class AnalyzersPageTests
{
    private const string Page = "docs/analyzers.md";

    private static readonly Assembly _analyzers = typeof(DroppedGuardAnalyzer).Assembly;

    public static TheoryData<string> Numbers => [.. Descriptors.Select(descriptor => descriptor.Id)];

    private static IEnumerable<DiagnosticDescriptor> Descriptors =>
        _analyzers.GetType("LibTorch.SourceGeneration.Diagnostics")!.GetFields(BindingFlags.Public | BindingFlags.Static).Select(one => (DiagnosticDescriptor)one.GetValue(null)!);

    private static IEnumerable<Type> Analyzers => _analyzers.GetTypes().Where(type => type is { IsAbstract: false } && type.IsSubclassOf(typeof(DiagnosticAnalyzer)));

    [Theory]
    [MemberData(nameof(Numbers))]
    public void The_address_of_each_leads_to_its_section(string id)
    {
        var descriptor = Descriptors.Single(one => one.Id == id);
        Assert.Equal($"{Page}#{id.ToLowerInvariant()}", descriptor.HelpLinkUri);
        Assert.Contains(id.ToLowerInvariant(), new MarkdownFile(Page).Anchors());
    }

    [Fact]
    public void The_page_has_no_others() =>
        Assert.Equal(Descriptors.Select(descriptor => descriptor.Id.ToLowerInvariant()).Order(), new MarkdownFile(Page).Anchors().Where(anchor => anchor.StartsWith("ltf", StringComparison.Ordinal)).Order());

    [Fact]
    public void Every_analyzer_has_tests_of_its_own() =>
        Assert.Empty(Analyzers.Select(type => $"{type.Name}Tests").Except(typeof(AnalyzersPageTests).Assembly.GetTypes().Select(type => type.Name)));

    [Fact]
    public void Every_warning_of_an_analyzer_has_a_fix()
    {
        var said = Analyzers.SelectMany(type => ((DiagnosticAnalyzer)Activator.CreateInstance(type)!).SupportedDiagnostics).Where(descriptor => descriptor.DefaultSeverity > DiagnosticSeverity.Info);
        var fixes = typeof(DroppedGuardFix).Assembly.GetTypes().Where(type => type.GetCustomAttribute<ExportCodeFixProviderAttribute>() is not null).ToList();
        Assert.Equal(said.Select(descriptor => descriptor.Id).Order(), fixes.SelectMany(type => ((CodeFixProvider)Activator.CreateInstance(type)!).FixableDiagnosticIds).Order());
        Assert.All(fixes, type => Assert.Equal(type.Name, type.GetCustomAttribute<ExportCodeFixProviderAttribute>()!.Name));
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task The_wrong_code_of_a_section_is_told_and_the_right_code_is_not(string id)
    {
        var section = Section().Matches(File.ReadAllText(Repository.PathOf(Page))).Single(match => match.Groups[1].Value == id).Value;
        var wrong = Block().Matches(section).Where(block => block.Groups[1].Value == "cs").Select(block => block.Groups[2].Value).ToList();
        var right = Block().Matches(section).Where(block => block.Groups[1].Value == "csharp").Select(block => block.Groups[2].Value).ToList();
        Assert.Equal(wrong.Count, right.Count);

        // What is about files of schemas has no code.
        Assert.Equal(string.CompareOrdinal(id, "LTF005") < 0 ? 0 : 1, wrong.Count);
        foreach (var code in wrong)
        {
            Assert.Equal([id], (await Said(code)).Distinct());
        }

        foreach (var code in right)
        {
            Assert.Empty(await Said(code));
        }
    }

    private static async Task<IEnumerable<string>> Said(string code)
    {
        var isTypes = code.StartsWith("sealed partial class", StringComparison.Ordinal) || code.StartsWith("sealed class", StringComparison.Ordinal);
        List<string> said = [];
        foreach (var type in Analyzers)
        {
            var analyzed = await Analyzed.Make(
                (DiagnosticAnalyzer)Activator.CreateInstance(type)!, $"using System; using System.Linq; using LibTorch; using LibTorch.NN;\n{code}", isTypes ? OutputKind.DynamicallyLinkedLibrary : OutputKind.ConsoleApplication);
            said.AddRange(analyzed.Messages.Concat(await analyzed.Generated()).Select(message => message.Id));
        }

        return said;
    }

    [GeneratedRegex(@"^## (LTF\d+)\n.*?(?=^## |\z)", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Section();

    [GeneratedRegex(@"^```(\w+)\n(.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Block();
}
