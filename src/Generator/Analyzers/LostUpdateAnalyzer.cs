using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace LibTorch.SourceGeneration;

/// <summary>
/// Warns of <c>w -= lr * g</c> in a block without recording: Python updates the parameter in place, C# creates a new tensor.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LostUpdateAnalyzer() : OperationAnalyzer(Diagnostics.NotAnUpdate, OperationKind.CompoundAssignment)
{
    /// <summary>The in-place method of an operator, if there is one.</summary>
    public static string? InPlace(string sign) => sign switch
    {
        "+=" => "Add_",
        "-=" => "Sub_",
        "*=" => "Mul_",
        "/=" => "Div_",
        "%=" => "Remainder_",
        "&=" => "BitwiseAnd_",
        "|=" => "BitwiseOr_",
        "^=" => "BitwiseXor_",
        _ => null,
    };

    private protected override void Look(OperationAnalysisContext context)
    {
        var assignment = (ICompoundAssignmentOperation)context.Operation;
        if (LibrarySymbols.IsTensor(assignment.Target.Type)
            && assignment is { OperatorMethod: { IsStatic: true } method, Syntax: AssignmentExpressionSyntax syntax }
            && LibrarySymbols.IsTensor(method.ContainingType)
            && !IsElementOfTensor(assignment.Target)
            && InPlace(syntax.OperatorToken.Text) is { } inPlace
            && RecordingBlock.Without(assignment) is { } start
            && !IsMadeBehind(start, assignment.Target))
        {
            context.ReportDiagnostic(Diagnostic.Create(Diagnostics.NotAnUpdate, syntax.GetLocation(), syntax.OperatorToken.Text, syntax.Left, inPlace));
        }
    }

    // An assignment to an element is written into the tensor.
    private static bool IsElementOfTensor(IOperation target) =>
        target is IPropertyReferenceOperation { Property.IsIndexer: true, Instance: var tensor } && LibrarySymbols.IsTensor(tensor?.Type);

    // A local variable that the block itself declares is not shared with other code, so an assignment loses nothing.
    private static bool IsMadeBehind(int start, IOperation target) =>
        target is ILocalReferenceOperation { Local: var local }
        && local.DeclaringSyntaxReferences.FirstOrDefault() is { } reference
        && reference.Span.Start > start
        && reference.GetSyntax() is { } declared
        && (declared is VariableDeclaratorSyntax declarator ? !IsAnotherName(declarator.Initializer?.Value) : declared.Parent is DeclarationExpressionSyntax or ParenthesizedVariableDesignationSyntax);

    private static bool IsAnotherName(ExpressionSyntax? value) => value switch
    {
        PostfixUnaryExpressionSyntax postfix => IsAnotherName(postfix.Operand),
        ParenthesizedExpressionSyntax inner => IsAnotherName(inner.Expression),
        NameSyntax or MemberAccessExpressionSyntax or ElementAccessExpressionSyntax => true,
        _ => false,
    };
}
