using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LibTorch.SourceGeneration;

/// <summary>Generates, in a class marked with [OperatorLibrary("mylib")], a typed method for each operator of that namespace.</summary>
[Generator]
public sealed class OperatorLibraryGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var files = SchemaFiles.In(context, facade: false);
        context.RegisterSourceOutput(files, static (output, files) => Check(files, output.ReportDiagnostic));

        var classes = context.SyntaxProvider
            .ForAttributeWithMetadataName(LibraryClass.Attribute, static (node, _) => node is TypeDeclarationSyntax, static (found, _) => LibraryClass.Of(found))
            .SelectMany(static (found, _) => found);
        context.RegisterSourceOutput(classes.Combine(files), static (output, both) => Write(output, both.Left, both.Right));
    }

    // Reported once for a project, even if several classes use the schemas.
    private static void Check(ImmutableArray<(string, string)> files, Action<Diagnostic> report)
    {
        var texts = new Dictionary<string, string>();
        foreach (var line in files.SelectMany(file => SchemaFiles.Read(file, report)))
        {
            var name = line.Schema.FullName;
            if (texts.TryGetValue(name, out var other) && other != line.Schema.Text)
            {
                report(Diagnostic.Create(Diagnostics.Malformed, line.Place, $"{name} has another schema too: {other}"));
            }

            texts[name] = line.Schema.Text;
        }
    }

    private static void Write(SourceProductionContext output, LibraryClass target, ImmutableArray<(string, string)> files)
    {
        if (!target.IsFit)
        {
            output.ReportDiagnostic(Diagnostic.Create(Diagnostics.WrongClass, target.Place.AsLocation(), target.Name));
            return;
        }

        var operators = files.SelectMany(file => SchemaFiles.Read(file, static _ => { }))
            .Where(line => line.Schema.Name.StartsWith(target.Library + "::", StringComparison.Ordinal))
            .GroupBy(line => line.Schema.FullName, (_, lines) => lines.First())
            .OrderBy(line => line.Schema.FullName, StringComparer.Ordinal)
            .ToList();
        if (operators.Count == 0)
        {
            output.ReportDiagnostic(Diagnostic.Create(Diagnostics.NoSchemas, target.Place.AsLocation(), target.Library));
            return;
        }

        var code = LibraryEmitter.Emit(target, operators, output.ReportDiagnostic);
        output.AddSource($"{target.Namespace}.{target.Name}.{target.Library}.g.cs".TrimStart('.'), code);
    }
}
