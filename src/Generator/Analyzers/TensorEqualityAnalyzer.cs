using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace LibTorch.SourceGeneration;

/// <summary>Warns of <c>a == b</c> for two tensors, which compares their elements in Python and references in C#.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TensorEqualityAnalyzer() : OperationAnalyzer(Diagnostics.Compared, OperationKind.Binary)
{
    private protected override void Look(OperationAnalysisContext context)
    {
        var comparison = (IBinaryOperation)context.Operation;
        var (sign, method) = comparison.OperatorKind switch
        {
            BinaryOperatorKind.Equals => ("==", "Eq"),
            BinaryOperatorKind.NotEquals => ("!=", "Ne"),
            _ => (null, null),
        };
        if (sign is not null && comparison.OperatorMethod is null && IsTensor(comparison.LeftOperand) && IsTensor(comparison.RightOperand))
        {
            context.ReportDiagnostic(Diagnostic.Create(Diagnostics.Compared, comparison.Syntax.GetLocation(), sign, method));
        }
    }

    // A comparison with null or with a tensor cast to object is intended.
    private static bool IsTensor(IOperation operand) =>
        LibrarySymbols.Written(operand) is { ConstantValue.HasValue: false, Type: var type } && LibrarySymbols.IsTensor(type);
}
