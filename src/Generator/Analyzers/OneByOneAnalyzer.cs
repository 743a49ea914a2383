using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace LibTorch.SourceGeneration;

/// <summary>Reports loops that read a tensor element by element: <c>x[i].Item&lt;float&gt;()</c>.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OneByOneAnalyzer() : OperationAnalyzer(Diagnostics.OneByOne, OperationKind.Invocation, OperationKind.Conversion)
{
    private protected override void Look(OperationAnalysisContext context)
    {
        var read = context.Operation switch
        {
            IInvocationOperation { TargetMethod.Name: "Item", Instance: var value } => value,
            IConversionOperation { OperatorMethod: not null, Operand: var value } => value,
            _ => null,
        };
        if (LibrarySymbols.Written(read) is IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } tensor } element
            && LibrarySymbols.IsTensor(tensor.Type)
            && LibrarySymbols.IsTensor(element.Type)
            && IsKept(tensor)
            && Loops(element).Any(loop => ChangesIn(loop, element.Arguments) && !ChangesIn(loop, [tensor])))
        {
            context.ReportDiagnostic(Diagnostic.Create(Diagnostics.OneByOne, context.Operation.Syntax.GetLocation(), tensor.Syntax));
        }
    }

    private static bool IsKept(IOperation tensor) => Variable(tensor) is not null;

    private static IEnumerable<ILoopOperation> Loops(IOperation operation)
    {
        for (var around = operation.Parent; around is not (null or IAnonymousFunctionOperation or ILocalFunctionOperation); around = around.Parent)
        {
            if (around is ILoopOperation loop)
            {
                yield return loop;
            }
        }
    }

    // Whether the element that is read depends on a variable that the loop declares or assigns.
    private static bool ChangesIn(ILoopOperation loop, IEnumerable<IOperation> read)
    {
        var used = new HashSet<ISymbol>(read.SelectMany(operation => operation.DescendantsAndSelf()).Select(Variable).OfType<ISymbol>(), SymbolEqualityComparer.Default);
        return used.Any(symbol => symbol is ILocalSymbol && symbol.DeclaringSyntaxReferences.Any(reference => loop.Syntax.Span.Contains(reference.Span)))
            || loop.Descendants().Any(operation => Assigned(operation) is { } target && Variable(target) is { } symbol && used.Contains(symbol));
    }

    private static IOperation? Assigned(IOperation operation) => operation switch
    {
        IAssignmentOperation assignment => assignment.Target,
        IIncrementOrDecrementOperation step => step.Target,
        IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out } argument => argument.Value,
        _ => null,
    };

    private static ISymbol? Variable(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation { Property.IsIndexer: false } property => property.Property,
        _ => null,
    };
}
