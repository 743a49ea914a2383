using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace LibTorch.SourceGeneration;

/// <summary>
/// Warns if a guard is created and dropped: <c>Torch.NoGrad();</c> without using switches recording off for the rest of the thread.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DroppedGuardAnalyzer() : OperationAnalyzer(Diagnostics.Dropped, OperationKind.ExpressionStatement, OperationKind.VariableDeclarator)
{
    // A class and not a ref struct, because its mode applies to the whole process.
    private const string AnomalyMode = "AnomalyMode";

    // As in Python, torch.set_grad_enabled and its like may be called without a block, and then stay in effect.
    private const string Switch = "Set";

    private protected override void Look(OperationAnalysisContext context)
    {
        if (context.Operation is IVariableDeclaratorOperation declarator)
        {
            LookAtVariable(context, declarator);
        }
        else
        {
            LookAtStatement(context);
        }
    }

    private static void LookAtStatement(OperationAnalysisContext context)
    {
        var dropped = ((IExpressionStatementOperation)context.Operation).Operation switch
        {
            ISimpleAssignmentOperation { Target: IDiscardOperation, Value: var value } => value,
            IInvocationOperation call => call,
            IObjectCreationOperation creation => creation,
            _ => null,
        };
        Report(context, dropped);
    }

    // A guard variable that is neither in a using nor mentioned again. The compiler accepts such a variable even across an await, where it
    // rejects a using.
    private static void LookAtVariable(OperationAnalysisContext context, IVariableDeclaratorOperation declarator)
    {
        if (declarator.Symbol.Type is INamedTypeSymbol type
            && IsGuard(type)
            && declarator.Parent?.Parent?.Parent is not (IUsingOperation or IUsingDeclarationOperation)
            && declarator.Initializer?.Value is { ConstantValue.HasValue: false } value
            && LibrarySymbols.Written(value) is not IDefaultValueOperation
            && !IsAskedFor(declarator.Symbol, Root(declarator)))
        {
            Report(context, value);
        }
    }

    private static void Report(OperationAnalysisContext context, IOperation? dropped)
    {
        if (dropped is { Type: INamedTypeSymbol type } && IsGuard(type) && !IsSwitch(dropped))
        {
            context.ReportDiagnostic(Diagnostic.Create(Diagnostics.Dropped, dropped.Syntax.GetLocation(), type.Name));
        }
    }

    private static bool IsAskedFor(ILocalSymbol variable, IOperation root) =>
        root.Descendants().Any(operation => operation is ILocalReferenceOperation reference && SymbolEqualityComparer.Default.Equals(reference.Local, variable));

    private static IOperation Root(IOperation operation) => operation.Parent is { } outer ? Root(outer) : operation;

    private static bool IsSwitch(IOperation operation) =>
        operation is IInvocationOperation call && call.TargetMethod.Name.StartsWith(Switch, StringComparison.Ordinal);

    private static bool IsGuard(INamedTypeSymbol type) =>
        LibrarySymbols.IsLibrary(type.ContainingNamespace)
        && ((type.IsRefLikeType && type.GetMembers(nameof(IDisposable.Dispose)).Any()) || type.Name == AnomalyMode);
}
