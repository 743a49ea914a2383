using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LibTorch.SourceGeneration;

/// <summary>What all fixes have in common: one diagnostic, and nodes of its file that others take the place of.</summary>
public abstract class CodeFix : CodeFixProvider
{
    private protected CodeFix(DiagnosticDescriptor fixes) => FixableDiagnosticIds = [fixes.Id];

    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    public sealed override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        var root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        var model = await context.Document.GetSemanticModelAsync(context.CancellationToken).ConfigureAwait(false);
        if (root?.FindNode(context.Span, getInnermostNodeForTie: true) is not { } node || model is null)
        {
            return;
        }

        foreach (var (title, change) in Changes(node, model))
        {
            context.RegisterCodeFix(
                CodeAction.Create(title, _ => Task.FromResult(context.Document.WithSyntaxRoot(change(root))), equivalenceKey: title.Split(':')[0]),
                context.Diagnostics);
        }
    }

    /// <summary>What can be done, by the words that an editor shows for it. All with the same words before the colon can be done at once.</summary>
    /// <param name="node">What the diagnostic points to.</param>
    /// <param name="model">What the compiler knows of the file.</param>
    private protected abstract IEnumerable<(string Title, Func<SyntaxNode, SyntaxNode> Change)> Changes(SyntaxNode node, SemanticModel model);

    /// <summary>An expression, in brackets where a member of it could not be written behind it.</summary>
    private protected static string Receiver(ExpressionSyntax expression) => expression switch
    {
        NameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or ElementAccessExpressionSyntax => expression.ToString(),
        ParenthesizedExpressionSyntax or ThisExpressionSyntax or PostfixUnaryExpressionSyntax => expression.ToString(),
        _ => $"({expression})",
    };

    /// <summary>An expression as an argument.</summary>
    private protected static string Argument(ExpressionSyntax expression) => (expression is ParenthesizedExpressionSyntax inner ? inner.Expression : expression).ToString();
}
