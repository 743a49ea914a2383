using LibTorch.SourceGeneration;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LibTorch.Tests.Generator;

/// <summary>A user's file that compiles, what an analyzer says of it, and what a fix makes of it.</summary>
internal sealed class Analyzed
{
    /// <summary>All that the tests stand on, the library among it.</summary>
    public static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(':').Select(file => MetadataReference.CreateFromFile(file))];

    private readonly DiagnosticAnalyzer _analyzer;
    private readonly Document _document;

    private Analyzed(DiagnosticAnalyzer analyzer, Document document, Diagnostic[] messages) => (_analyzer, _document, Messages) = (analyzer, document, messages);

    /// <summary>What the analyzer says, in the order of the places.</summary>
    public Diagnostic[] Messages { get; }

    /// <summary>The text that the messages point to.</summary>
    public IEnumerable<string> Places => Messages.Select(message => message.Location.SourceTree!.GetText().ToString(message.Location.SourceSpan));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<Analyzed> Make(DiagnosticAnalyzer analyzer, string source, OutputKind kind = OutputKind.DynamicallyLinkedLibrary)
    {
        AdhocWorkspace workspace = new();
        var options = new CSharpCompilationOptions(kind, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);
        var project = workspace.AddProject(ProjectInfo.Create(
            ProjectId.CreateNewId(), VersionStamp.Create(), "Their", "Their.Program", LanguageNames.CSharp, compilationOptions: options, metadataReferences: References));
        var document = workspace.AddDocument(project.Id, "Program.cs", Microsoft.CodeAnalysis.Text.SourceText.From(source));
        return await Make(analyzer, document);
    }

    /// <summary>What the modules' generator says.</summary>
    public async Task<IEnumerable<Diagnostic>> Generated()
    {
        var compilation = (await _document.Project.GetCompilationAsync(Cancellation))!;
        return CSharpGeneratorDriver.Create(new ModuleGenerator()).RunGenerators(compilation, Cancellation).GetRunResult().Diagnostics;
    }

    /// <summary>The file after each fix of the first message, by the words that an editor shows.</summary>
    public async Task<Dictionary<string, string>> Fixed(CodeFixProvider fix)
    {
        Dictionary<string, string> texts = [];
        foreach (var action in await Actions(fix, Messages[0]))
        {
            var document = await Apply(action, _document);
            texts.Add(action.Title, (await (await Make(_analyzer, document))._document.GetTextAsync(Cancellation)).ToString());
        }

        return texts;
    }

    /// <summary>The file after the fix with this title of one message after the other, until there is none.</summary>
    public async Task<string> FixedThroughout(CodeFixProvider fix, string title)
    {
        var now = this;
        while (now.Messages.Length > 0)
        {
            var actions = await now.Actions(fix, now.Messages[0]);
            now = await Make(_analyzer, await Apply(actions.Single(action => action.Title == title), now._document));
        }

        return (await now._document.GetTextAsync(Cancellation)).ToString();
    }

    private static async Task<Analyzed> Make(DiagnosticAnalyzer analyzer, Document document)
    {
        var compilation = (await document.Project.GetCompilationAsync(Cancellation))!;
        Assert.DoesNotContain(compilation.GetDiagnostics(Cancellation), message => message.Severity == DiagnosticSeverity.Error);
        var messages = await compilation.WithAnalyzers([analyzer]).GetAnalyzerDiagnosticsAsync(Cancellation);
        return new(analyzer, document, [.. messages.OrderBy(message => message.Location.SourceSpan.Start)]);
    }

    private static async Task<Document> Apply(CodeAction action, Document document)
    {
        var operation = Assert.IsType<ApplyChangesOperation>(Assert.Single(await action.GetOperationsAsync(Cancellation)));
        return operation.ChangedSolution.GetDocument(document.Id)!;
    }

    private async Task<List<CodeAction>> Actions(CodeFixProvider fix, Diagnostic message)
    {
        List<CodeAction> actions = [];
        await fix.RegisterCodeFixesAsync(new(_document, message, (action, _) => actions.Add(action), Cancellation));
        return actions;
    }
}
