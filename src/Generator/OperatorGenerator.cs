using Microsoft.CodeAnalysis;

namespace LibTorch.SourceGeneration;

/// <summary>Turns the snapshots of libtorch's registry into the facade's typed methods.</summary>
/// <remarks>Each file is the snapshot of one libtorch, and bears its version's number.</remarks>
[Generator]
public sealed class OperatorGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context) =>
        context.RegisterSourceOutput(SchemaFiles.In(context, facade: true), static (output, files) =>
        {
            var snapshots = files
                .Select(file => (Version: VersionOf(file.Path), Operators: Typed(output, file)))
                .OrderBy(snapshot => snapshot.Version)
                .Select(snapshot => (snapshot.Version.ToString(), (IReadOnlyList<OperatorSchema>)snapshot.Operators))
                .ToList();
            if (snapshots.Count > 0)
            {
                var operators = SnapshotMerger.Merge(snapshots);
                OverloadPreference.Mark(operators);
                output.AddSource("Tensor.Operators.g.cs", TensorEmitter.Emit(operators));
                output.AddSource("Torch.Operators.g.cs", TorchEmitter.Emit(operators));
                output.AddSource("Functional.Operators.g.cs", FunctionalEmitter.Emit(operators));
            }
        });

    private static Version VersionOf(string path)
    {
        var name = Path.GetFileName(path);
        return Version.TryParse(name.Substring(0, name.Length - SchemaFiles.Suffix.Length), out var version) ? version : new Version(0, 0);
    }

    // The public operators of a file. One with a type that the table does not know is an error, not a gap.
    private static List<OperatorSchema> Typed(SourceProductionContext output, (string, string) file)
    {
        var operators = new List<OperatorSchema>();
        foreach (var line in SchemaFiles.Read(file, output.ReportDiagnostic).Where(line => PublicSurface.Contains(line.Schema) && !PublicSurface.IsByHand(line.Schema)))
        {
            try
            {
                TypeTable.Check(line.Schema);
                operators.Add(line.Schema);
            }
            catch (SchemaException error)
            {
                output.ReportDiagnostic(Diagnostic.Create(Diagnostics.Malformed, line.Place, error.Message));
            }
        }

        return operators;
    }
}
