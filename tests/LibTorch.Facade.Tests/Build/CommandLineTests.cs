using System.Text.RegularExpressions;

namespace LibTorch.Tests.Build;

/// <summary>build.sh keeps the habits of command lines: help, exit codes, progress and colours for people only.</summary>
public sealed partial class CommandLineTests
{
    private const string Progress = "root=.; source src/CommandLine/command-line.sh; ";

    public static TheoryData<string> Verbs => [.. Section().Matches(File.ReadAllText(Repository.PathOf("docs/commands.md"))).Select(match => match.Groups[1].Value)];

    [Fact]
    public void Every_verb_is_on_the_page_and_every_one_there_is_a_verb()
    {
        var dispatched = Verb().Matches(File.ReadAllText(Repository.PathOf("build.sh"))).Select(match => match.Groups[1].Value);
        Assert.Equal(dispatched.Order(), Verbs.Select(row => row.Data).Order());
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void Every_verb_has_help_with_its_exit_codes(string verb)
    {
        foreach (var command in new[] { $"./build.sh {verb} --help", $"./build.sh {verb} something -h", $"./build.sh help {verb}" })
        {
            var (exit, output, error) = Shell.Run(command);
            Assert.Equal((0, ""), (exit, error));
            Assert.Contains($"./build.sh {verb}", output, StringComparison.Ordinal);
            Assert.Contains("\nExit codes: 0", output, StringComparison.Ordinal);
            Assert.DoesNotContain("## ", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Help_lists_every_verb()
    {
        var (exit, output, _) = Shell.Run("./build.sh --help");
        Assert.Equal(0, exit);
        Assert.All(Verbs, verb => Assert.Contains($"\n  {verb.Data} ", output, StringComparison.Ordinal));
        Assert.Equal((2, "", output), Shell.Run("./build.sh"));
    }

    [Theory]
    [InlineData("frobnicate", "there is no verb 'frobnicate'; ./build.sh help lists them")]
    [InlineData("frobnicate --help", "there is no verb 'frobnicate'; ./build.sh help lists them")]
    [InlineData("help frobnicate", "there is no verb 'frobnicate'; ./build.sh help lists them")]
    [InlineData("native fast", "native takes no arguments, and was given 'fast'")]
    [InlineData("doctor a b", "doctor takes no arguments, and was given 'a b'")]
    [InlineData("pack a b", "pack takes one folder and --all, and was given 'a b'")]
    [InlineData("pack --fast", "pack takes one folder and --all, and was given '--fast'")]
    [InlineData("generate all", "generate knows --library FILE, not 'all'")]
    [InlineData("bench --peer python", "bench knows the peer torchsharp, and was given '--peer python'")]
    [InlineData("matrix woody", "matrix knows here, trixie, trixie-cuda and sid, not 'woody'")]
    public void A_wrong_command_line_is_one_line_and_exit_code_2(string arguments, string said) =>
        Assert.Equal((2, "", $"build.sh: {said}\n"), Shell.Run("./build.sh " + arguments));

    [Fact]
    public void Failed_tests_are_listed_again_at_the_end()
    {
        const string Results = """
            <assemblies><assembly><errors><error type="fixture-cleanup" name="Late"><failure><message>Left open</message></failure></error></errors>
            <collection><test name="A.Passes" result="Pass" /><test name="A.Fails" result="Fail"><failure><message>1 is not 2
            at all</message><stack-trace>at A.cs:7</stack-trace></failure></test></collection></assembly></assemblies>
            """;
        var file = Path.GetTempFileName();
        File.WriteAllText(file, Results);
        var (exit, output, _) = Shell.Run($"/usr/bin/python3 tests/failed.py {file}");
        File.Delete(file);
        Assert.Equal((0, "failed: A.Fails\n  1 is not 2\n  at all\n  at A.cs:7\nfailed: Late\n  Left open\n"), (exit, output));
    }

    [Fact]
    public void What_takes_long_says_so_on_a_terminal_once_two_seconds_are_over()
    {
        Assert.Contains("Working ... 2 s", Shell.OnTerminal(Progress + "with_progress Working sleep 4").Output, StringComparison.Ordinal);
        Assert.Equal((0, ""), Shell.OnTerminal(Progress + "with_progress Working sleep 0.5"));
    }

    [Fact]
    public void In_a_pipe_it_says_nothing() => Assert.Equal((0, "", ""), Shell.Run(Progress + "with_progress Working sleep 2.5"));

    [Fact]
    public void What_fails_still_does()
    {
        Assert.Equal((7, ""), Shell.OnTerminal(Progress + "with_progress Working bash -c \"exit 7\""));
        Assert.Equal(7, Shell.Run(Progress + "with_progress Working bash -c 'exit 7'").ExitCode);
        Assert.Equal((1, "", "what it said\n"), Shell.Run(Progress + "log=$(mktemp); trap 'rm $log' EXIT; quietly Working $log bash -c 'echo what it said; exit 7'; echo unreachable"));
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("", true)]
    [InlineData("1", false)]
    public void Colours_are_for_terminals_without_NO_COLOR(string? noColour, bool coloured)
    {
        Assert.Equal(coloured ? 0 : 1, Shell.OnTerminal(Progress + "may_colour 1", ("NO_COLOR", noColour)).ExitCode);
        Assert.Equal(1, Shell.Run(Progress + "may_colour 1", ("NO_COLOR", noColour)).ExitCode);
    }

    [GeneratedRegex("^## (.+)$", RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex(@"^    ([a-z-]+)\)", RegexOptions.Multiline)]
    private static partial Regex Verb();
}
