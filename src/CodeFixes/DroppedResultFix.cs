using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LibTorch.SourceGeneration;

/// <summary>Writes <c>x.Add_(1)</c> or <c>x = x.Add(1)</c> for <c>x.Add(1)</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(DroppedResultFix)), Shared]
public sealed class DroppedResultFix() : CodeFix(Diagnostics.Unused)
{
    private protected override IEnumerable<(string Title, Func<SyntaxNode, SyntaxNode> Change)> Changes(SyntaxNode node, SemanticModel model)
    {
        if (node is not InvocationExpressionSyntax call || model.GetSymbolInfo(call).Symbol is not IMethodSymbol method || Changed(call, method) is not { } tensor)
        {
            yield break;
        }

        var place = model.GetSymbolInfo(tensor).Symbol;
        if (IsPlace(tensor, place) && HasInPlace(method))
        {
            var name = call.Expression is MemberAccessExpressionSyntax access ? access.Name : (SimpleNameSyntax)call.Expression;
            yield return ($"Work in place: {method.Name}_", root => root.ReplaceNode(name, SyntaxFactory.IdentifierName($"{method.Name}_").WithTriviaFrom(name)));
        }

        if (CanBeAssigned(tensor, place) && model.GetTypeInfo(tensor).Type is { } type && model.Compilation.ClassifyConversion(method.ReturnType, type).IsImplicit)
        {
            var assignment = SyntaxFactory.ParseExpression($"{tensor} = {call}").WithTriviaFrom(call);
            yield return ($"Keep the result: {tensor} =", root => root.ReplaceNode(call, assignment));
        }
    }

    // The tensor that the programmer probably meant to change.
    private static ExpressionSyntax? Changed(InvocationExpressionSyntax call, IMethodSymbol method) => method.IsStatic
        ? method.Parameters.Length > 0 && LibrarySymbols.IsTensor(method.Parameters[0].Type) ? call.ArgumentList.Arguments.FirstOrDefault(argument => argument.NameColon is null)?.Expression : null
        : (call.Expression as MemberAccessExpressionSyntax)?.Expression;

    // Whether an in-place change would last: not for a temporary tensor, nor for a tensor's indexer, which may return a copy, as for a
    // mask.
    private static bool IsPlace(ExpressionSyntax tensor, ISymbol? place) => place is ILocalSymbol or IParameterSymbol or IFieldSymbol
        || (place is IPropertySymbol property && !(property.IsIndexer && LibrarySymbols.IsTensor(property.ContainingType)))
        || (place is null && tensor is ElementAccessExpressionSyntax);

    private static bool HasInPlace(IMethodSymbol method) => method.ContainingType.GetMembers($"{method.Name}_").OfType<IMethodSymbol>().Any(other =>
        other.DeclaredAccessibility == Accessibility.Public
        && other.IsStatic == method.IsStatic
        && other.Parameters.Select(parameter => parameter.Type).SequenceEqual(method.Parameters.Select(parameter => parameter.Type), SymbolEqualityComparer.Default)
        && OperatorSchemas.Of(other).Any(OperatorSchemas.Writes));

    private static bool CanBeAssigned(ExpressionSyntax tensor, ISymbol? place) => place switch
    {
        ILocalSymbol local => !local.IsForEach && !local.IsUsing,
        IParameterSymbol parameter => !parameter.IsThis && parameter.RefKind is (RefKind.None or RefKind.Ref or RefKind.Out),
        IFieldSymbol field => !field.IsReadOnly,
        IPropertySymbol property => property.SetMethod is { IsInitOnly: false },
        _ => place is null && tensor is ElementAccessExpressionSyntax,
    };
}
