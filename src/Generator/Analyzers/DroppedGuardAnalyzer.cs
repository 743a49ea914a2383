using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace LibTorch.SourceGeneration;

/// <summary>Warns of a block that is opened and dropped: <c>Torch.NoGrad();</c> switches recording off for the rest of the thread.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DroppedGuardAnalyzer : DiagnosticAnalyzer
{
    // A class, as its mode is the process's.
    private const string AnomalyMode = "AnomalyMode";

    // torch.set_grad_enabled and its like are meant to stay where there is no block, as in Python.
    private const string Switch = "Set";

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Diagnostics.Dropped];

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(Look, OperationKind.ExpressionStatement);
        context.RegisterOperationAction(LookAtVariable, OperationKind.VariableDeclarator);
    }

    private static void Look(OperationAnalysisContext context)
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

    // Neither used nor asked again. Over an await, this is the one that the compiler takes.
    private static void LookAtVariable(OperationAnalysisContext context)
    {
        var declarator = (IVariableDeclaratorOperation)context.Operation;
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
        type.ContainingNamespace is { Name: nameof(LibTorch), ContainingNamespace.IsGlobalNamespace: true }
        && ((type.IsRefLikeType && type.GetMembers(nameof(IDisposable.Dispose)).Any()) || type.Name == AnomalyMode);
}
