using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LibTorch.SourceGeneration;

/// <summary>
/// Lists the members of each class that derives from LibTorch.NN.Module, so that no member is forgotten and no reflection is needed.
/// </summary>
[Generator]
public sealed class ModuleGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var classes = context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => node is ClassDeclarationSyntax { BaseList: not null }, static (found, cancellation) => ModuleClass.Of(found, cancellation))
            .SelectMany(static (found, _) => found);
        context.RegisterSourceOutput(classes, static (output, found) =>
        {
            foreach (var problem in found.Problems)
            {
                output.ReportDiagnostic(problem.ToDiagnostic());
            }

            output.AddSource(found.FileName, found.Code);
        });
    }
}
