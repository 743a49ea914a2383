using System.ComponentModel;
using System.Reflection;
using System.Text;
using LibTorch.SourceGeneration;

namespace LibTorch.Tests.Docs;

/// <summary>What the editor shows of the operators' methods. That no method and no parameter is without a text, the build sees to.</summary>
public sealed class OperatorSummariesTests(PythonSession python, PageHost host) : IClassFixture<PageHost>
{
    private const string End = "\n----\n";

    private static readonly List<OperatorSummary> _rows = [.. Table().Rows.OrderBy(row => row.Name, StringComparer.Ordinal)];

    private static IEnumerable<MethodInfo> Methods => typeof(Torch).Assembly.GetExportedTypes()
        .SelectMany(type => type.GetMembers(BindingFlags.Public | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly)).OfType<MethodInfo>();

    [Fact]
    public void Every_example_prints_what_the_table_says_and_what_Python_prints()
    {
        var rows = _rows.Where(row => row.Example.Length > 0).ToList();
        Assert.InRange(rows.Count, 300, _rows.Count);
        StringBuilder program = new("static void Show(Func<object?> example)\n{\n    try { Console.Write(example()); } catch (Exception error) { Console.Write(error); }\n    Console.Write(\"\\n----\\n\");\n}\n");
        foreach (var row in rows)
        {
            program.Append("Show(() => ").Append(row.Example).Append("); // ").Append(row.Name).Append('\n');
        }

        var file = host.PathOf("Examples.dll");
        var source = program.ToString();
        var problems = PageCompiler.Compile(source, file).Select(message => message + ": " + Line(source, message));
        Assert.True(!problems.Any(), string.Join("\n", problems));
        var printed = host.Run([file])[0].Printed.Split(End);
        List<string> wrong = [];
        for (var i = 0; i < rows.Count; i++)
        {
            var stated = string.Join('\n', rows[i].Printed);
            var twin = python.Eval($"str({rows[i].PythonExample})");
            if (printed[i] != stated || twin != stated)
            {
                wrong.Add($"{rows[i].Name} prints\n{printed[i]}\nPython\n{twin}\nand the table says\n{stated}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n\n", wrong));
    }

    [Fact]
    public void Every_operator_has_a_sentence_of_its_own()
    {
        Assert.Empty(_rows.Where(row => row.AliasOf is null).GroupBy(row => row.Sentence).Where(alike => alike.Count() > 1).Select(alike => string.Join(" and ", alike.Select(row => row.Name))));
        Assert.All(_rows, row => Assert.EndsWith(".", row.Sentence, StringComparison.Ordinal));
        Assert.All(_rows.Where(row => row.Returns.Length == 0), row => Assert.Contains(row.Name, WithoutResult()));
    }

    [Fact]
    public void Completion_does_not_offer_what_writes_to_given_tensors()
    {
        var outs = Methods.Where(method => method.GetCustomAttributes<OperatorAttribute>().Any(mark => mark.Schema.Contains("!) out", StringComparison.Ordinal))).ToList();
        Assert.NotEmpty(outs);
        Assert.All(outs, method => Assert.Equal(EditorBrowsableState.Never, method.GetCustomAttribute<EditorBrowsableAttribute>()?.State));
        Assert.All(Methods.Where(method => method.Name.StartsWith("Miopen", StringComparison.Ordinal)), method => Assert.NotNull(method.GetCustomAttribute<EditorBrowsableAttribute>()));
        Assert.Null(typeof(Torch).GetMethods().First(method => method.Name == "Sum").GetCustomAttribute<EditorBrowsableAttribute>());
    }

    private static HashSet<string> WithoutResult() =>
        [.. Methods.Where(method => method.ReturnType == typeof(void)).SelectMany(method => method.GetCustomAttributes<OperatorAttribute>()).Select(mark => mark.Schema)
            .Select(schema => schema["aten::".Length..schema.IndexOfAny(['.', '('])])];

    private static string Line(string source, string message)
    {
        var place = message[(message.IndexOf('(') + 1)..message.IndexOf(',')];
        return source.Split('\n')[int.Parse(place, System.Globalization.CultureInfo.InvariantCulture) - 1];
    }

    private static SummaryTable Table()
    {
        var files = Directory.GetFiles(Repository.PathOf("src/Generator/Summaries"), "*" + SummaryTable.Suffix);
        return SummaryTable.Of(files.Select(file => (file, File.ReadAllText(file))), (path, problem) => throw new InvalidDataException($"{path}: {problem}"));
    }
}
