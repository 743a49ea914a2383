using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace LibTorch.Tests.Docs;

/// <summary>The C# that the pages show: the compiler knows every name in it, and takes every call.</summary>
public sealed partial class CodeTests
{
    // What the tables' expressions are about.
    private const string Given = "Tensor x, Tensor y, Tensor a, Tensor b, Tensor v, Tensor mask";

    // The pages whose pieces of C# are run too, each by itself.
    private static readonly string[] _run = ["docs/autograd.md", "docs/derivatives.md"];

    [Fact]
    public void All_of_it_compiles_and_the_pages_on_autograd_run()
    {
        StringBuilder program = new("using System.Numerics;\nusing LibTorch;\nusing LibTorch.NN;\n\ninternal static class Program\n{\n");
        StringBuilder calls = new();
        var count = 0;
        foreach (var page in MarkdownFile.All)
        {
            foreach (var (code, line) in Names(page))
            {
                Method(program, count++, Given, code, page.Name, line);
            }

            // The first block of these is a program of its own, which another test runs.
            var programs = page.Name is "README.md" or "docs/own-operators.md" ? 1 : 0;
            foreach (var (_, text, line) in page.Blocks().Where(block => block.Language == "csharp").Skip(programs))
            {
                if (text.StartsWith("public sealed class", StringComparison.Ordinal))
                {
                    // A type is no part of a method.
                    count++;
                    program.AppendLine(CultureInfo.InvariantCulture, $"#line {line} \"{page.Name}\"\n{text}\n#line default");
                    continue;
                }

                if (_run.Contains(page.Name))
                {
                    calls.AppendLine(CultureInfo.InvariantCulture, $"        try {{ M{count}(); }} catch (Exception error) {{ Console.Error.WriteLine($\"{page.Name}:{line}: {{error.GetType().Name}}: {{error.Message}}\"); }}");
                }

                Method(program, count++, "", text, page.Name, line);
            }
        }

        program.Append(CultureInfo.InvariantCulture, $"    private static void Main()\n    {{\n{calls}        Console.Error.WriteLine(\"all done\");\n    }}\n");

        Assert.True(count > 80, $"only {count} pieces of C# were found in the pages");
        using TemporaryProject project = new(program.Append("}\n").ToString());
        var (built, messages) = project.Build();
        Assert.True(built == 0, messages);
        var (ended, output) = project.Run();
        Assert.True(ended == 0 && output.Contains("all done", StringComparison.Ordinal), output);

        // The page shows what anomaly mode says, and nothing else that fails.
        var failed = output.Split('\n').Where(line => _run.Any(page => line.StartsWith(page, StringComparison.Ordinal)));
        Assert.Contains("TorchException: Function 'SqrtBackward0' returned nan values in its 0th output.", Assert.Single(failed), StringComparison.Ordinal);
    }

    private static IEnumerable<(string Statement, int Line)> Names(MarkdownFile page) =>
    [
        .. page.ColumnCode("C#").Concat(page.ColumnCode("LibTorch.Facade")).Select(name => (Statement(name.Code), name.Line)),
        .. page.ColumnCode("Exception").Select(name => ($"_ = typeof({name.Code});", name.Line)),
    ];

    // A call may return nothing, any other expression is no statement by itself.
    private static string Statement(string code) =>
        code.EndsWith('}') ? code : Call().IsMatch(code) ? code + ";" : $"_ = {code};";

    // The compiler's messages then speak of the page and its line.
    private static void Method(StringBuilder program, int number, string parameters, string code, string page, int line) =>
        program.AppendLine(CultureInfo.InvariantCulture, $"    private static void M{number}({parameters})\n    {{\n#line {line} \"{page}\"\n{code}\n#line default\n    }}\n");

    [GeneratedRegex(@"^[\w.!]+(<\w+>)?\(.*\)$")]
    private static partial Regex Call();
}
