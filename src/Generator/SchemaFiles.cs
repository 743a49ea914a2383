using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LibTorch.SourceGeneration;

/// <summary>The project's *.schemas.txt files: one schema per line, and comment lines that begin with #.</summary>
internal static class SchemaFiles
{
    public const string Suffix = ".schemas.txt";

    // The facade's files are snapshots of aten in several versions; any other project's files describe libraries.
    private const string Facade = "LibTorch.Facade";

    /// <summary>The files, if the project is the facade and <paramref name="facade"/> is true, or neither; otherwise none.</summary>
    public static IncrementalValueProvider<ImmutableArray<(string Path, string Text)>> In(IncrementalGeneratorInitializationContext context, bool facade) =>
        TableFiles.In(context, Suffix)
            .Collect()
            .Combine(context.CompilationProvider.Select(static (compilation, _) => compilation.AssemblyName == Facade))
            .Select((both, _) => both.Right == facade ? both.Left : []);

    /// <summary>The operators of a file, each with its place; lines that cannot be parsed are reported.</summary>
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

    // Columns count from the line's first character that is not a space.
    private static Location Place(string path, string[] lines, int i, int column)
    {
        var start = lines[i].Length - lines[i].TrimStart().Length + column;
        return Location.Create(path, default, new LinePositionSpan(new LinePosition(i, start), new LinePosition(i, lines[i].TrimEnd().Length)));
    }
}
