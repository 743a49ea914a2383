using System.Reflection;
using LibTorch.SourceGeneration;
using Spectre.Console;

namespace LibTorch.OperatorTool;

/// <summary>The public operators of a libtorch, and those without typed methods.</summary>
/// <param name="Version">The libtorch version.</param>
/// <param name="Operators">The number of its public operators.</param>
/// <param name="Overloads">The number of their overloads.</param>
/// <param name="Without">The overloads without a typed method, each with the reason.</param>
internal sealed record Report(string Version, int Operators, int Overloads, IReadOnlyList<(string Overload, string Reason)> Without)
{
    /// <summary>A report on each snapshot in the folder, the oldest libtorch first.</summary>
    public static IReadOnlyList<Report> OfSnapshots(DirectoryInfo folder)
    {
        var typed = TypedOverloads();
        return [.. folder.GetFiles("*" + Snapshot.Suffix)
            .Select(file => (Version: file.Name[..^Snapshot.Suffix.Length], file.FullName))
            .OrderBy(file => System.Version.Parse(file.Version))
            .Select(file => Of(file.Version, File.ReadLines(file.FullName).Where(line => line[0] != '#'), typed))];
    }

    public static void Write(IReadOnlyList<Report> reports, TextWriter output)
    {
        var table = new Table { Border = TableBorder.Ascii2 };
        table.AddColumns("libtorch", "operators", "overloads", "typed", "without");
        foreach (var report in reports)
        {
            table.AddRow(report.Version, $"{report.Operators}", $"{report.Overloads}", $"{report.Overloads - report.Without.Count}", $"{report.Without.Count}");
        }

        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Interactive = InteractionSupport.No }).Write(table);
        foreach (var group in reports.SelectMany(report => report.Without).Distinct().Order().GroupBy(one => one.Reason))
        {
            output.WriteLine($"{group.Key}:");
            foreach (var (overload, _) in group)
            {
                output.WriteLine($"  {overload}");
            }
        }
    }

    private static Report Of(string version, IEnumerable<string> schemas, HashSet<string> typed)
    {
        var all = schemas.Select(SchemaParser.Parse).Where(PublicSurface.Contains).ToArray();
        var without = all.Where(schema => !typed.Contains(schema.FullName))
            .Select(schema => (schema.FullName, PublicSurface.IsByHand(schema) ? "no member written by hand is marked with it" : "the facade was built from other snapshots"));
        return new(version, all.Select(schema => schema.Name).Distinct().Count(), all.Length, [.. without]);
    }

    // Found by the attribute on each member, generated or not.
    private static HashSet<string> TypedOverloads() => typeof(Tensor).Assembly.GetTypes()
        .SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static))
        .SelectMany(member => member.GetCustomAttributes<OperatorAttribute>())
        .Select(attribute => attribute.Schema[..attribute.Schema.IndexOf('(', StringComparison.Ordinal)])
        .ToHashSet();
}
