using System.Net;
using System.Text.RegularExpressions;
using LibTorch.Examples.Notebooks;
using LibTorch.Examples.Report;
using LibTorch.Examples.Running;

namespace LibTorch.Tests.Examples;

/// <summary>The page that a run can be written as.</summary>
[Collection(WrittenReport.Name)]
public sealed partial class ReportTests(WrittenReport report)
{
    // The page's words, as a reader has them.
    private string Words => WebUtility.HtmlDecode(Tag().Replace(File.ReadAllText(report.Path), ""));

    [Fact]
    public void It_has_every_cell_in_both_languages_with_both_outputs_and_the_mark()
    {
        var words = Words;
        var matches = 0;
        foreach (var entry in Catalog.All)
        {
            PythonSource python = new(entry.Twin);
            foreach (var cell in entry.Make(Device.Cpu, Draws.Recovered).Run().Cells)
            {
                Assert.Contains(cell.Source, words, StringComparison.Ordinal);
                Assert.Contains(python.Cell(cell.Label), words, StringComparison.Ordinal);
                foreach (var output in cell.Outputs(onCuda: false))
                {
                    Assert.True(words.Split(output.Printed!).Length > 2, $"{entry.Name} {cell.Label}: {output.Printed}");
                    matches++;
                }
            }
        }

        Assert.Equal(39, matches);
        Assert.Equal(39, Regex.Count(words, "✓ matches"));
        Assert.DoesNotContain("✗", words, StringComparison.Ordinal);
    }

    [Fact]
    public void It_has_the_rules_tables()
    {
        var words = Words;
        var page = WebUtility.HtmlDecode(File.ReadAllText(report.Path));
        foreach (var entry in Catalog.All)
        {
            PythonSource python = new(entry.Twin);
            foreach (var rule in entry.Make(Device.Cpu, Draws.Recovered).Run().Rules)
            {
                Assert.StartsWith($"rule(\"{rule.Rule.Name}\",\n", python.Rule(rule.Rule.Name), StringComparison.Ordinal);
                Assert.EndsWith(")", python.Rule(rule.Rule.Name), StringComparison.Ordinal);
                Assert.Contains(python.Rule(rule.Rule.Name), words, StringComparison.Ordinal);
                Assert.Contains(rule.Rule.ClosedForm, words, StringComparison.Ordinal);
                foreach (var (name, numbers, _) in rule.Table!.Rows.Skip(1))
                {
                    Assert.Contains($"<th scope=\"row\">{name}</th><td>{string.Join("</td><td>", numbers)}</td>", page, StringComparison.Ordinal);
                }

                Assert.Contains(rule.Lines[0], words, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("Descent along the gradient")]
    [InlineData("The Jacobian of softmax")]
    [InlineData("The graph of z = y * x with y = x * x")]
    [InlineData("The graph of z = y.Detach() * x")]
    [InlineData("The derivative is the limit of difference quotients")]
    [InlineData("The loss of diabetes")]
    [InlineData("The loss of text-transformer")]
    [InlineData("The loss of fashion-mlp")]
    [InlineData("The loss of fashion-cnn")]
    public void It_has_the_picture_with_its_description(string title)
    {
        var figure = Figure().Matches(File.ReadAllText(report.Path)).Select(match => match.Value).Single(figure => figure.Contains($"<h3>{WebUtility.HtmlEncode(title)}</h3>", StringComparison.Ordinal));
        if (figure.Contains("<figcaption>Not ", StringComparison.Ordinal))
        {
            // Graphviz and the data come from packages that a machine need not have.
            Assert.Matches("Not drawn: Graphviz|Not trained: --data /usr/", figure);
            Assert.Skip(WebUtility.HtmlDecode(Tag().Replace(Caption().Match(figure).Value, "")));
        }

        Assert.Matches("<svg [^>]*role=\"img\" aria-label=\"[^\"]{20,}\"", figure);
        // The page's colours, for the light and the dark; and letters, which only are there where there is a font.
        Assert.Matches(@"var\(--(ink|quiet)\)", figure);
        Assert.Matches("<text [^>]*>\\s*\\S", figure);
    }

    [Fact]
    public void It_needs_nothing_beside_it()
    {
        var page = File.ReadAllText(report.Path);
        Assert.DoesNotMatch(@"<(script|link|iframe|object|embed)\b|@import|url\((?!#)|\bsrc=|(?<!xmlns(:\w+)?=)""(https?:)?//", page);
        var names = Id().Matches(page).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.All(Reference().Matches(page).Select(match => match.Groups[1].Value), name => Assert.Contains(name, names));
    }

    [Fact]
    public void Of_one_notebook_it_has_that_one()
    {
        var folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            var path = Path.Combine(folder, "one.html");
            File.WriteAllText(path, "what was there");
            Assert.Equal(0, ExamplesProgram.Run(["softmax", "--live", "--report", path]).ExitCode);
            var page = File.ReadAllText(path);
            Assert.Contains("<h3>The Jacobian of softmax</h3>", page, StringComparison.Ordinal);
            Assert.DoesNotContain("detach", page, StringComparison.Ordinal);
            Assert.DoesNotContain("<h2 id=\"training\">", page, StringComparison.Ordinal);
            Assert.Matches(@"<strong>(\d+) of \1</strong> <span>lines are what Python prints now", page);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("/nowhere/at/all/report.html")]
    [InlineData("/proc/report.html")]
    [InlineData("/etc/hostname/report.html")]
    [InlineData("/tmp")]
    public void Where_it_cannot_be_written_is_one_line_and_exit_code_2(string path)
    {
        var (exit, output, error) = ExamplesProgram.Run(["--report", path]);
        Assert.Equal((2, ""), (exit, output));
        Assert.StartsWith($"--report {path} cannot be written: ", Assert.Single(error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [Fact]
    public void What_differs_is_marked_so()
    {
        var run = new OneCell(Device.Cpu, Draws.Recovered, Content).Run();
        var page = ReportPage.Of(ReportModel.Of([new Result(Catalog.All[0], run, LiveComparison.Of(["a"], ["b"]))], "cpu", []));
        Assert.Contains("✗</span> differs</span>", page, StringComparison.Ordinal);
        Assert.Contains("✗</span> not held</span>", page, StringComparison.Ordinal);
        Assert.Contains("<samp>&lt;b&gt;7&lt;/b&gt;</samp>", page, StringComparison.Ordinal);
        Assert.Contains("<samp>a</samp>", page, StringComparison.Ordinal);
        Assert.Contains("<strong>0 of 1</strong>", page, StringComparison.Ordinal);

        static void Content(OneCell notebook)
        {
            notebook.Show("<b>7</b>").Out("8");
            notebook.Claim(x => x * x, x => 3 * x);
        }
    }

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();

    [GeneratedRegex("<figure .*?</figure>", RegexOptions.Singleline)]
    private static partial Regex Figure();

    [GeneratedRegex("<figcaption>.*?</figcaption>", RegexOptions.Singleline)]
    private static partial Regex Caption();

    [GeneratedRegex(" id=\"([^\"]+)\"")]
    private static partial Regex Id();

    [GeneratedRegex("(?:href=\"#|url\\(#|labelledby=\")([^\")]+)")]
    private static partial Regex Reference();
}
