using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace LibTorch.SourceGeneration;

/// <summary>Warns of an unused result: <c>x.Add(1);</c> changes nothing.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DroppedResultAnalyzer() : OperationAnalyzer(Diagnostics.Unused, OperationKind.ExpressionStatement)
{
    // Parts of schemas of operators that write to arguments without marking them: running statistics, noise.
    private static readonly string[] UnmarkedWrites = ["running_mean", "Tensor noise"];

    private protected override void Look(OperationAnalysisContext context)
    {
        var statement = ((IExpressionStatementOperation)context.Operation).Operation;
        var called = statement is IConditionalAccessOperation access ? access.WhenNotNull : statement;
        if (called is IInvocationOperation { TargetMethod: var method } && HasTensors(method.ReturnType) && OnlyReads(method))
        {
            context.ReportDiagnostic(Diagnostic.Create(Diagnostics.Unused, statement.Syntax.GetLocation(), method.Name));
        }
    }

    private static bool HasTensors(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => LibrarySymbols.IsTensor(array.ElementType),
        INamedTypeSymbol { IsTupleType: true } tuple => tuple.TupleElements.Any(element => HasTensors(element.Type)),
        _ => LibrarySymbols.IsTensor(type),
    };

    private static bool OnlyReads(IMethodSymbol method)
    {
        var schemas = OperatorSchemas.Of(method).ToList();
        return schemas.Count > 0 && schemas.TrueForAll(schema => OperatorSchemas.TakesTensor(schema) && !OperatorSchemas.Writes(schema) && !Array.Exists(UnmarkedWrites, schema.Contains));
    }
}
