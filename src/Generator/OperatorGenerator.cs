using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LibTorch.SourceGeneration;

/// <summary>Turns operator schemas, one a line in the project's *.schemas.txt files, into typed C# methods.</summary>
/// <remarks>Each file is the snapshot of one libtorch, and bears its version's number.</remarks>
[Generator]
public sealed class OperatorGenerator : IIncrementalGenerator
{
    private const string Suffix = ".schemas.txt";

    private static readonly DiagnosticDescriptor Malformed = new(
        "LTF001", "Operator schema cannot be turned into C#", "{0}", "LibTorch.Generator", DiagnosticSeverity.Error, isEnabledByDefault: true);

    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var files = context.AdditionalTextsProvider
            .Where(static file => file.Path.EndsWith(Suffix, StringComparison.Ordinal))
            .Select(static (file, cancel) => (file.Path, Text: file.GetText(cancel)?.ToString() ?? string.Empty))
            .Collect();
        context.RegisterSourceOutput(files, static (output, files) =>
        {
            var snapshots = files
                .Select(file => (Version: VersionOf(file.Path), Operators: Read(output, file.Path, file.Text)))
                .OrderBy(snapshot => snapshot.Version)
                .Select(snapshot => (snapshot.Version.ToString(), (IReadOnlyList<OperatorSchema>)snapshot.Operators))
                .ToList();
            if (snapshots.Count > 0)
            {
                var operators = SnapshotMerger.Merge(snapshots);
                OverloadPreference.Mark(operators);
                output.AddSource("Tensor.Operators.g.cs", TensorEmitter.Emit(operators));
                output.AddSource("Torch.Operators.g.cs", TorchEmitter.Emit(operators));
            }
        });
    }

    private static Version VersionOf(string path)
    {
        var name = Path.GetFileName(path);
        return Version.TryParse(name.Substring(0, name.Length - Suffix.Length), out var version) ? version : new Version(0, 0);
    }

    // The public operators of a file; what cannot be read is told with its line.
    private static List<OperatorSchema> Read(SourceProductionContext output, string path, string text)
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
                if (PublicSurface.IsGenerated(schema))
                {
                    TypeTable.Check(schema);
                    operators.Add(schema);
                }
            }
            catch (SchemaException error)
            {
                var place = new LinePositionSpan(new LinePosition(i, error.Column), new LinePosition(i, lines[i].Length));
                output.ReportDiagnostic(Diagnostic.Create(Malformed, Location.Create(path, default, place), error.Message));
            }
        }

        return operators;
    }
}
