using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LibTorch.SourceGeneration;

/// <summary>The base of all fixes: one diagnostic, and replacements of nodes in its file.</summary>
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

    /// <summary>
    /// The possible changes with the titles that an editor shows. Changes with the same title before the colon can be applied together.
    /// </summary>
    /// <param name="node">The node at the diagnostic's location.</param>
    /// <param name="model">The semantic model of the file.</param>
    private protected abstract IEnumerable<(string Title, Func<SyntaxNode, SyntaxNode> Change)> Changes(SyntaxNode node, SemanticModel model);

    /// <summary>An expression as a receiver: in parentheses if a member access requires them.</summary>
    private protected static string Receiver(ExpressionSyntax expression) => expression switch
    {
        NameSyntax or MemberAccessExpressionSyntax or InvocationExpressionSyntax or ElementAccessExpressionSyntax => expression.ToString(),
        ParenthesizedExpressionSyntax or ThisExpressionSyntax or PostfixUnaryExpressionSyntax => expression.ToString(),
        _ => $"({expression})",
    };

    /// <summary>An expression as an argument, without enclosing parentheses.</summary>
    private protected static string Argument(ExpressionSyntax expression) => (expression is ParenthesizedExpressionSyntax inner ? inner.Expression : expression).ToString();
}
