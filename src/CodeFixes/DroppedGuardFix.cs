using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LibTorch.SourceGeneration;

/// <summary>Writes <c>using var _ = Torch.NoGrad();</c> for <c>Torch.NoGrad();</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DroppedGuardFix)), Shared]
public sealed class DroppedGuardFix() : CodeFix(Diagnostics.Dropped)
{
    private const string Title = "Keep the mode to the end of this block: using var";

    private protected override IEnumerable<(string Title, Func<SyntaxNode, SyntaxNode> Change)> Changes(SyntaxNode node, SemanticModel model)
    {
        // A using declaration has to be in a block.
        if (node is ExpressionSyntax value && Statement(value) is { Parent: BlockSyntax or GlobalStatementSyntax } statement)
        {
            var declaration = SyntaxFactory.ParseStatement($"using var {FreeName(statement)} = {value};").WithTriviaFrom(statement);
            yield return (Title, root => root.ReplaceNode(statement, declaration));
        }
        else if (node.Parent is EqualsValueClauseSyntax { Parent.Parent.Parent: LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1 } variable }
            && variable.Parent is BlockSyntax or GlobalStatementSyntax)
        {
            var used = SyntaxFactory.ParseStatement($"using {variable}").WithTriviaFrom(variable);
            yield return (Title, root => root.ReplaceNode(variable, used));
        }
    }

    private static ExpressionStatementSyntax? Statement(ExpressionSyntax value) =>
        (value.Parent is AssignmentExpressionSyntax discard && discard.Right == value ? discard.Parent : value.Parent) as ExpressionStatementSyntax;

    // A variable named _ would turn the block's discards into assignments, so another name is used if _ occurs.
    private static string FreeName(ExpressionStatementSyntax statement)
    {
        var member = statement.Ancestors().First(node => node is CompilationUnitSyntax or (MemberDeclarationSyntax and not GlobalStatementSyntax));
        var taken = new HashSet<string>(member.DescendantTokens().Where(token => token.IsKind(SyntaxKind.IdentifierToken) && !statement.Span.Contains(token.Span)).Select(token => token.ValueText));
        return Enumerable.Range(0, taken.Count + 1).Select(number => number switch { 0 => "_", 1 => "mode", _ => $"mode{number}" }).First(name => !taken.Contains(name));
    }
}
