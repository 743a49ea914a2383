using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LibTorch.SourceGeneration;

/// <summary>The project's *.schemas.txt files: a schema a line, and comments behind a #.</summary>
internal static class SchemaFiles
{
    public const string Suffix = ".schemas.txt";

    // The facade's own snapshots are all of aten in several versions; anyone else's files are libraries.
    private const string Facade = "LibTorch.Facade";

    /// <summary>The files of the facade itself, or those of any other project; none where it is the other kind.</summary>
    public static IncrementalValueProvider<ImmutableArray<(string Path, string Text)>> In(IncrementalGeneratorInitializationContext context, bool facade) =>
        TableFiles.In(context, Suffix)
            .Collect()
            .Combine(context.CompilationProvider.Select(static (compilation, _) => compilation.AssemblyName == Facade))
            .Select((both, _) => both.Right == facade ? both.Left : []);

    /// <summary>The operators of a file, each with its place; what cannot be read is told with its line.</summary>
    public static IEnumerable<SchemaLine> Read((string Path, string Text) file, Action<Diagnostic> report)
    {
        var lines = file.Text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            OperatorSchema schema;
            try
            {
                schema = SchemaParser.Parse(line);
            }
            catch (SchemaException error)
            {
                report(Diagnostic.Create(Diagnostics.Malformed, Place(file.Path, lines, i, error.Column), error.Message));
                continue;
            }

            yield return new SchemaLine(schema, Place(file.Path, lines, i, 0));
        }
    }

    // A column counts from the line's first letter.
    private static Location Place(string path, string[] lines, int i, int column)
    {
        var start = lines[i].Length - lines[i].TrimStart().Length + column;
        return Location.Create(path, default, new LinePositionSpan(new LinePosition(i, start), new LinePosition(i, lines[i].TrimEnd().Length)));
    }
}
