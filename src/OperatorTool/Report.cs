using System.Reflection;
using LibTorch.SourceGeneration;
using Spectre.Console;

namespace LibTorch.OperatorTool;

/// <summary>Which of a libtorch's public operators have typed methods.</summary>
/// <param name="Public">The operators of the public surface.</param>
/// <param name="Typed">How many of them have a typed method.</param>
/// <param name="Without">The others, each with the reason.</param>
internal sealed record Report(IReadOnlyList<OperatorSchema> Public, int Typed, IReadOnlyList<(string Operator, string Reason)> Without)
{
    public static Report Of(IEnumerable<string> schemas)
    {
        var all = schemas.Select(SchemaParser.Parse).Where(PublicSurface.Contains).ToArray();
        var typed = TypedOperators();
        var without = all.Where(schema => !typed.Contains(schema.FullName))
            .Select(schema => (schema.FullName, PublicSurface.Exclusion(schema) ?? "not in the snapshots that the methods are made from"))
            .Order()
            .ToArray();
        return new(all, all.Length - without.Length, without);
    }

    public void Write(TextWriter output)
    {
        var table = new Table { Border = TableBorder.Ascii2 };
        table.AddColumns("libtorch", "operators", "overloads", "typed", "without");
        table.AddRow(Torch.Version, $"{Public.Select(schema => schema.Name).Distinct().Count()}", $"{Public.Count}", $"{Typed}", $"{Without.Count}");
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output), Interactive = InteractionSupport.No }).Write(table);
        foreach (var group in Without.GroupBy(one => one.Reason).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            output.WriteLine($"{group.Key}:");
            foreach (var (name, _) in group)
            {
                output.WriteLine($"  {name}");
            }
        }
    }

    // By the attribute that each generated method carries.
    private static HashSet<string> TypedOperators() => typeof(Tensor).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static))
        .SelectMany(method => method.GetCustomAttributes<OperatorAttribute>())
        .Select(attribute => attribute.Schema[..attribute.Schema.IndexOf('(', StringComparison.Ordinal)])
        .ToHashSet();
}
