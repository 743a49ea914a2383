using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace LibTorch.Tests.Docs;

/// <summary>The names in the pages' tables: the compiler, Python and TorchSharp know every one, and take every call.</summary>
public sealed partial class NamesTests
{
    // What the expressions are about.
    private const string Given = "Tensor x, Tensor y, Tensor a, Tensor b, Tensor v, Tensor w, Tensor mask, Tensor loss, Func<Tensor, Tensor> f, string path";

    public static TheoryData<string> Pages => [.. MarkdownFile.All.Where(page => Statements(page).Any()).Select(page => page.Name)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Those_of_the_facade_compile(string name)
    {
        var source = Methods("using System.Numerics; using LibTorch; using LibTorch.NN;", Statements(new(name)), name);
        Nothing(PageCompiler.Check(source, typeof(Tensor).Assembly.Location));
    }

    [Fact]
    public void Those_of_TorchSharp_compile()
    {
        var page = new MarkdownFile("docs/from-torchsharp.md");
        var statements = page.ColumnCode("TorchSharp").Select(cell => (Statement(cell.Code), cell.Line)).ToList();
        Assert.InRange(statements.Count, 40, 1000);
        Nothing(PageCompiler.Check(Methods("using TorchSharp; using static TorchSharp.torch;", statements, page.Name), TorchSharpLibrary.Path));
    }

    [Fact]
    public void Those_of_Python_are_there_since_the_version_named()
    {
        var cells = MarkdownFile.All.SelectMany(page => page.ColumnCode("Python").Concat(page.ColumnCode("In Python"))
            .Select(cell => new { code = cell.Code, since = cell.Since, place = $"{page.Name}:{cell.Line}" })).ToList();
        Assert.InRange(cells.Count, 150, 10000);
        var (input, output) = (Path.GetTempFileName(), Path.GetTempFileName());
        File.WriteAllText(input, JsonSerializer.Serialize(cells));
        PythonRunner.Run("Docs/python_names.py", input, output);
        Nothing(File.ReadAllLines(output));
        File.Delete(input);
        File.Delete(output);
    }

    private static IEnumerable<(string Code, int Line)> Statements(MarkdownFile page) =>
        page.ColumnCode("C#").Concat(page.ColumnCode("LibTorch.Facade")).Select(cell => (Statement(cell.Code), cell.Line))
            .Concat(page.ColumnCode("Exception").Select(cell => ($"_ = typeof({cell.Code});", cell.Line)));

    private static void Nothing(IReadOnlyList<string> wrong) => Assert.True(wrong.Count == 0, string.Join('\n', wrong));

    // The compiler's messages then speak of the page and its line.
    private static string Methods(string usings, IEnumerable<(string Code, int Line)> statements, string page)
    {
        StringBuilder source = new(usings + "\ninternal static class Names\n{\n");
        foreach (var (number, (code, line)) in statements.Index())
        {
            source.AppendLine(CultureInfo.InvariantCulture, $"    private static void M{number}({Given})\n    {{\n#line {line} \"{page}\"\n{code}\n#line default\n    }}\n");
        }

        return source.Append("}\n").ToString();
    }

    // A call may return nothing, any other expression is no statement by itself.
    private static string Statement(string code) =>
        code.EndsWith('}') || code.EndsWith(';') ? code : Call().IsMatch(code) ? code + ";" : $"_ = {code};";

    [GeneratedRegex(@"^(?!typeof)[\w.!]+(<\w+>)?\(.*\)$")]
    private static partial Regex Call();
}
