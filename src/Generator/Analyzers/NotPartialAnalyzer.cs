using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LibTorch.SourceGeneration;

/// <summary>
/// Reports that a module's class is not partial. This is an analyzer and not part of the generator, because editors offer no fixes for a
/// generator's diagnostics.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NotPartialAnalyzer : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [Diagnostics.NotPartial];

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSyntaxNodeAction(Look, SyntaxKind.ClassDeclaration);
    }

    private static void Look(SyntaxNodeAnalysisContext context)
    {
        var node = (ClassDeclarationSyntax)context.Node;
        if (node.BaseList is not null
            && context.SemanticModel.GetDeclaredSymbol(node, context.CancellationToken) is { } type
            && ModuleClass.IsListed(node, type, context.CancellationToken)
            && !ModuleClass.IsPartialThroughout(type, context.CancellationToken))
        {
            context.ReportDiagnostic(Diagnostic.Create(Diagnostics.NotPartial, node.Identifier.GetLocation(), type.Name));
        }
    }
}
