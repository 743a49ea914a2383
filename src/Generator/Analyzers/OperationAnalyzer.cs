using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LibTorch.SourceGeneration;

/// <summary>What analyzers of operations have in common: one diagnostic, and the kinds of operations that they look at.</summary>
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

    /// <summary>Looks at one operation. Several threads do at once.</summary>
    private protected abstract void Look(OperationAnalysisContext context);
}
