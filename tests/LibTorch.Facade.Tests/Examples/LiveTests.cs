using System.Runtime.Versioning;
using System.Text.RegularExpressions;

namespace LibTorch.Tests.Examples;

/// <summary>The notebooks beside their Python twins.</summary>
[SupportedOSPlatform("linux")]
public sealed partial class LiveTests
{
    [Fact]
    public void Every_line_is_as_the_twins_print_it()
    {
        var (exitCode, output, error) = ExamplesProgram.Run(["--live"]);

        Assert.True(exitCode == 0, output + error);
        Assert.Equal(5, EqualLines().Count(output));
    }

    [Fact]
    public void A_twin_that_prints_something_else_is_exit_code_1()
    {
        using TemporaryProgram python = new("""/usr/bin/python3 "$@" | sed 's/held$/upheld/'""");

        var (exitCode, output, _) = ExamplesProgram.Run(["rules", "--live"], python.Path);

        Assert.Equal(1, exitCode);
        Assert.Contains("DIFFERS   held\npython    upheld\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_Python_without_torch_is_one_line_and_exit_code_2()
    {
        // Without the site module, Python does not look where packages are.
        using TemporaryProgram python = new("""exec /usr/bin/python3 -S "$@" """);

        Refused(ExamplesProgram.Run(["--live"], python.Path), "has no");
    }

    [Fact]
    public void A_Python_that_is_not_there_is_one_line_and_exit_code_2() =>
        Refused(ExamplesProgram.Run(["--live"], "/no/python"), "/no/python");

    private static void Refused((int ExitCode, string Output, string Error) run, string why)
    {
        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Contains(why, Assert.Single(run.Error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    [GeneratedRegex(@"^live +(\d+) of \1 lines", RegexOptions.Multiline)]
    private static partial Regex EqualLines();
}
