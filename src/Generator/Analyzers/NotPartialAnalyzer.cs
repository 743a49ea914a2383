using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LibTorch.SourceGeneration;

/// <summary>Says that a module's class is not partial. The generator leaves that to it, as editors have no fixes for what generators say.</summary>
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
