using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LibTorch.SourceGeneration;

/// <summary>The base of the analyzers of operations: one diagnostic, and the kinds of operations to examine.</summary>
public abstract class OperationAnalyzer : DiagnosticAnalyzer
{
    private readonly ImmutableArray<OperationKind> _kinds;

    private protected OperationAnalyzer(DiagnosticDescriptor reports, params OperationKind[] kinds) =>
        (SupportedDiagnostics, _kinds) = ([reports], [.. kinds]);

    public sealed override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; }

    public sealed override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterOperationAction(Look, _kinds);
    }

    /// <summary>Examines one operation. It is called by several threads at once.</summary>
    private protected abstract void Look(OperationAnalysisContext context);
}
