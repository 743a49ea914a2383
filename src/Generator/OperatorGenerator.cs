using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace LibTorch.SourceGeneration;

/// <summary>Turns the snapshots of libtorch's registry into the facade's typed methods.</summary>
/// <remarks>Each file is the snapshot of one libtorch, named after its version.</remarks>
[Generator]
public sealed class OperatorGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context) =>
        context.RegisterSourceOutput(SchemaFiles.In(context, facade: true).Combine(TableFiles.In(context, SummaryTable.Suffix).Collect()), static (output, both) =>
        {
            var snapshots = both.Left
                .Select(file => (Version: VersionOf(file.Path), Operators: Typed(output, file)))
                .OrderBy(snapshot => snapshot.Version)
                .Select(snapshot => (snapshot.Version.ToString(), (IReadOnlyList<OperatorSchema>)snapshot.Operators))
                .ToList();
            if (snapshots.Count > 0)
            {
                var operators = SnapshotMerger.Merge(snapshots);
                OverloadPreference.Mark(operators);
                Summarize(operators, both.Right, (path, problem) => TableFiles.Report(output, path, problem));
                output.AddSource("Tensor.Operators.g.cs", TensorEmitter.Emit(operators));
                output.AddSource("Torch.Operators.g.cs", TorchEmitter.Emit(operators));
                output.AddSource("Functional.Operators.g.cs", FunctionalEmitter.Emit(operators));
            }
        });

    // Reports methods without documentation, and documentation without a method.
    private static void Summarize(IReadOnlyList<OperatorSchema> operators, ImmutableArray<(string Path, string Text)> files, Action<string, string> report)
    {
        if (files.IsEmpty)
        {
            return;
        }

        var summaries = SummaryTable.Of(files, report);
        var names = new HashSet<string>(operators.Select(schema => schema.BaseName));
        var used = new HashSet<string>();
        foreach (var schema in operators)
        {
            schema.Summary = summaries.Find(schema.BaseName);
            schema.HasFunctionalForm = names.Contains(schema.BaseName.TrimEnd('_'));
            if (schema.Summary is { } summary)
            {
                used.Add(summary.Name);
            }
            else if (!PublicSurface.IsHidden(schema))
            {
                report(schema.FullName, "no summary table has a row for it");
            }
        }

        foreach (var row in summaries.Rows.Where(row => !used.Contains(row.Name)))
        {
            report(row.Name, "there is a summary, and no method of that name");
        }
    }

    private static Version VersionOf(string path)
    {
        var name = Path.GetFileName(path);
        return Version.TryParse(name.Substring(0, name.Length - SchemaFiles.Suffix.Length), out var version) ? version : new Version(0, 0);
    }

    // The public operators of a file. A type that the table does not know is an error; the operator is not skipped silently.
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
