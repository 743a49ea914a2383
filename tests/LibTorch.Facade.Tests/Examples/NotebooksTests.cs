using System.Text.RegularExpressions;

namespace LibTorch.Tests.Examples;

/// <summary>The five notebooks, run as a user runs them.</summary>
public sealed partial class NotebooksTests
{
    private static readonly Lazy<(int ExitCode, string Output, string Error)> All = new(() => ExamplesProgram.Run([]));

    [Fact]
    public void Every_recorded_output_matches_and_every_rule_holds()
    {
        var (exitCode, output, _) = All.Value;

        Assert.Equal(0, exitCode);
        Assert.Equal(["000", "001", "002", "003", "004"], Rows(output).Select(row => row[0][..3]));
        Assert.Equal(["8", "15", "11", "7", "1"], Rows(output).Select(row => row[1]));
        Assert.Equal(["7", "12", "14", "6", "0"], Rows(output).Select(row => row[2]));
        Assert.All(Rows(output), row => Assert.Equal("0", row[3]));
        Assert.All(Rows(output), row => Assert.Matches(@"^(\d+) of \1$", row[4]));
        Assert.Equal(39, MatchMark().Count(output));
        Assert.EndsWith("39 of 39 recorded outputs match.\n", output, StringComparison.Ordinal);
        Assert.DoesNotContain("DIFFERS", output, StringComparison.Ordinal);
        Assert.DoesNotContain("NOT HELD", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_log_gets_plain_text_of_at_most_100_columns()
    {
        var output = All.Value.Output;

        Assert.DoesNotContain('\e', output);
        Assert.All(output.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
    }

    [Theory]
    [InlineData("002")]
    [InlineData("SoftMax")]
    public void A_name_or_number_runs_one(string name)
    {
        var (exitCode, output, _) = ExamplesProgram.Run([name]);

        Assert.Equal(0, exitCode);
        Assert.Equal("002 (softmax)", Assert.Single(Rows(output))[0]);
    }

    [Fact]
    public void The_source_shown_is_the_file_s()
    {
        var output = All.Value.Output;

        Assert.Contains(
            """
            In [3]    y = 2 * Dot(x, x);
                      return y;
            matches   tensor(28., grad_fn=<MulBackward0>)

            """,
            output,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_recovered_draw_is_said_to_be_one()
    {
        var output = All.Value.Output;

        Assert.Equal(2, DrawNote().Count(output));
    }

    [Fact]
    public void An_unknown_name_is_one_line_and_exit_code_2()
    {
        var (exitCode, output, error) = ExamplesProgram.Run(["005"]);

        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.Equal(
            "no notebook is called '005': there are 000 (gradient), 001 (vector-jacobian), 002 (softmax), 003 (detach), 004 (rules)\n",
            error);
    }

    [Theory]
    [InlineData("--device", "tpu")]
    [InlineData("000", "001")]
    [InlineData("--alive")]
    public void A_wrong_option_is_one_line_and_exit_code_2(params string[] arguments)
    {
        var (exitCode, output, error) = ExamplesProgram.Run(arguments);

        Assert.Equal(2, exitCode);
        Assert.Empty(output);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void Help_names_the_notebooks_and_the_options()
    {
        var (exitCode, output, _) = ExamplesProgram.Run(["--help"]);

        Assert.Equal(0, exitCode);
        Assert.Contains("vector-jacobian", output, StringComparison.Ordinal);
        Assert.Contains("--device", output, StringComparison.Ordinal);
        Assert.Contains("--live", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Cuda_runs_where_it_is_and_is_refused_in_one_line_where_it_is_not()
    {
        var (exitCode, output, error) = ExamplesProgram.Run(["--device", "cuda"]);

        if (Torch.Cuda.IsAvailable())
        {
            Assert.Equal(0, exitCode);
            Assert.Equal(39, MatchMark().Count(output));
            Assert.Contains("device='cuda:0'", output, StringComparison.Ordinal);
        }
        else
        {
            var why = Assert.Throws<TorchException>(Torch.Cuda.Init).Message;
            Assert.Equal((2, "", $"--device cuda: {why}\n"), (exitCode, output, error));
        }
    }

    // The rows of the table at the end, without its header and footer, as their cells.
    private static List<string[]> Rows(string output) =>
        [.. TableRow().Matches(output).Select(row => row.Value.Trim('|').Split('|', StringSplitOptions.TrimEntries))];

    [GeneratedRegex(@"^\| 00\d .*\|$", RegexOptions.Multiline)]
    private static partial Regex TableRow();

    [GeneratedRegex("^matches ", RegexOptions.Multiline)]
    private static partial Regex MatchMark();

    [GeneratedRegex("^note +the draw is recovered", RegexOptions.Multiline)]
    private static partial Regex DrawNote();
}
