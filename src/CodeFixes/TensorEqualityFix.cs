using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LibTorch.SourceGeneration;

/// <summary>Writes <c>a.Eq(b)</c> for <c>a == b</c>, or other possible meanings.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(TensorEqualityFix)), Shared]
public sealed class TensorEqualityFix() : CodeFix(Diagnostics.Compared)
{
    private protected override IEnumerable<(string Title, Func<SyntaxNode, SyntaxNode> Change)> Changes(SyntaxNode node, SemanticModel model)
    {
        if (node is not BinaryExpressionSyntax comparison)
        {
            yield break;
        }

        var isEqual = comparison.IsKind(SyntaxKind.EqualsExpression);
        var (left, right, not) = (Receiver(comparison.Left), Argument(comparison.Right), isEqual ? "" : "!");
        var name = isEqual ? "Eq" : "Ne";
        yield return Replacing($"Compare element by element: {name}", $"{Cast(comparison)}{left}.{name}({right})");
        yield return Replacing("Compare shapes and all elements: Equal", $"{not}{left}.Equal({right})");
        yield return Replacing("Compare references: ReferenceEquals", $"{not}ReferenceEquals({Argument(comparison.Left)}, {right})");

        (string, Func<SyntaxNode, SyntaxNode>) Replacing(string title, string code)
        {
            var expression = SyntaxFactory.ParseExpression(code).WithTriviaFrom(comparison);
            return (title, root => root.ReplaceNode(comparison, expression));
        }
    }

    // As a condition, the comparison is the bool of its one element, as in Python. The initializer of a var becomes the mask.
    private static string Cast(BinaryExpressionSyntax comparison) =>
        comparison.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type: IdentifierNameSyntax { IsVar: true } } } } ? "" : "(bool)";
}
