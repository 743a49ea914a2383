using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LibTorch.SourceGeneration;

/// <summary>Turns operator schemas, one a line in the project's *.schemas.txt files, into typed C# methods.</summary>
[Generator]
public sealed class OperatorGenerator : IIncrementalGenerator
{
    private const string Suffix = ".schemas.txt";

    private static readonly DiagnosticDescriptor Malformed = new(
        "LTF001", "Operator schema cannot be turned into C#", "{0}", "LibTorch.Generator", DiagnosticSeverity.Error, isEnabledByDefault: true);

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var files = context.AdditionalTextsProvider
            .Where(static file => file.Path.EndsWith(Suffix, System.StringComparison.Ordinal))
            .Select(static (file, cancel) => (file.Path, Text: file.GetText(cancel)?.ToString() ?? string.Empty));
        context.RegisterSourceOutput(files, static (output, file) => Generate(output, file.Path, file.Text));
    }

    private static void Generate(SourceProductionContext output, string path, string text)
    {
        var operators = new List<OperatorSchema>();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            try
            {
                var schema = SchemaParser.Parse(line);
                if (PublicSurface.Contains(schema) && PublicSurface.Exclusion(schema) is null)
                {
                    TypeTable.Check(schema);
                    operators.Add(schema);
                }
            }
            catch (SchemaException error)
            {
                var at = new LinePosition(i, error.Column);
                var where = Location.Create(path, default, new LinePositionSpan(at, new LinePosition(i, lines[i].Length)));
                output.ReportDiagnostic(Diagnostic.Create(Malformed, where, error.Message));
            }
        }

        var name = Path.GetFileName(path);
        name = name.Substring(0, name.Length - Suffix.Length);
        output.AddSource($"Tensor.{name}.g.cs", TensorEmitter.Emit(operators));
        output.AddSource($"Torch.{name}.g.cs", TorchEmitter.Emit(operators));
    }
}
