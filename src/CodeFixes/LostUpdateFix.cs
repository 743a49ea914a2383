using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LibTorch.SourceGeneration;

/// <summary>Writes <c>w.Sub_(lr * g)</c> for <c>w -= lr * g</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(LostUpdateFix)), Shared]
public sealed class LostUpdateFix() : CodeFix(Diagnostics.NotAnUpdate)
{
    private protected override IEnumerable<(string Title, Func<SyntaxNode, SyntaxNode> Change)> Changes(SyntaxNode node, SemanticModel model)
    {
        if (node is AssignmentExpressionSyntax assignment && LostUpdateAnalyzer.InPlace(assignment.OperatorToken.Text) is { } method)
        {
            var call = SyntaxFactory.ParseExpression($"{Receiver(assignment.Left)}.{method}({Argument(assignment.Right)})").WithTriviaFrom(assignment);
            yield return ($"Change the tensor in place: {method}", root => root.ReplaceNode(assignment, call));
        }
    }
}
