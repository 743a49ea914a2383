using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using LibTorch.Tests.Build;

namespace LibTorch.Tests.Examples;

/// <summary>C# scripts beside their Python twins.</summary>
[SupportedOSPlatform("linux")]
public sealed partial class ParityTests : IDisposable
{
    private static readonly string Program = $"dotnet {Path.Combine(AppContext.BaseDirectory, "LibTorch.Tool.dll")} parity";

    private readonly string _folder = Directory.CreateTempSubdirectory("libtorch-pairs-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_notebooks_and_the_pairs_print_the_same()
    {
        var notebooks = Path.Combine(AppContext.BaseDirectory, "LibTorch.Examples.dll");
        var (exit, output, error) = Shell.Run($"{Program} {Repository.PathOf("src/Examples/Pairs")} --notebooks {notebooks}");
        Assert.True(exit == 0, output + error);
        var equal = EqualLines().Matches(output);
        Assert.Equal(15, equal.Count);
        Assert.All(equal, pair => Assert.InRange(int.Parse(pair.Groups[1].Value, null), 10, 1000));
        Assert.Equal(50, Loss().Count(output));
        Assert.Contains($"15 of 15 pairs are equal, on libtorch {Torch.Version} with seed 0 and 1 thread.", output, StringComparison.Ordinal);
    }

    [Fact]
    public void All_scripts_of_a_folder_are_run_with_the_seed_and_threads_asked_for()
    {
        File.WriteAllText(Path.Combine(_folder, "alone.cs"), "");
        Pair("int number = 1;\nint x = \"text\";", "print(1)", "broken");
        Pair("using LibTorch; _ = Torch.Ones(2) + Torch.Ones(3);", "print(1)", "failing");
        Pair(
            "using LibTorch; Console.WriteLine($\"{Torch.InitialSeed()} {Torch.GetNumThreads()}\"); Console.WriteLine(Torch.Randn(2));",
            "import torch; print(torch.initial_seed(), torch.get_num_threads()); print(torch.randn(2))");
        var (exit, output, error) = Shell.Run($"{Program} {_folder} --seed 5 --threads 2");
        Assert.Equal(1, exit);

        Assert.StartsWith($"parity: {_folder}/alone.cs has no twin, alone.py, and is left out\nparity: {_folder}/broken.cs does not compile:\n", error, StringComparison.Ordinal);
        Assert.Contains($"    {_folder}/broken.cs(2,9): error CS0029: ", error, StringComparison.Ordinal);

        Assert.Contains($"parity: {_folder}/failing.cs ended with exit code 134:\n", error, StringComparison.Ordinal);
        Assert.Contains("LibTorch.TorchException: The size of tensor a (2) must match the size of tensor b (3)", error, StringComparison.Ordinal);

        Assert.Matches("  5 2 +\\| 5 2\n", output);
        Assert.Contains("pair: 2 lines, all equal\n\n1 of 3 pairs are equal", output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_difference_is_marked_and_exit_code_1()
    {
        using StandInNotebooks notebooks = new(("pair", "same\nleft\nalso\n", "import os, time; time.sleep(int(os.environ['WAIT'])); print('same'); print('right')"));
        var (exit, output, error) = Shell.Run($"{Program} {notebooks}", ("WAIT", "3"));
        Assert.Equal((1, ""), (exit, error));
        Assert.Equal(
            """
              n000_pair.cs | n000_pair.py
              same         | same
            > left         | right
              also         | (nothing)
            n000_pair: line 2 of 3 is the first that differs

            0 of 1 pairs are equal
            """, output.Split(", on libtorch")[0]);

        var (_, shown) = Shell.OnTerminal($"{Program} {notebooks}", ("WAIT", "3"));
        Assert.Matches(@"\x1b\[31m> left +\| right\r?\n\x1b\[0m", shown);
        Assert.Contains("\rn000_pair ... 2 s", shown, StringComparison.Ordinal);
        Assert.DoesNotContain("\u001b[31m", Shell.OnTerminal($"{Program} {notebooks}", ("NO_COLOR", "1"), ("WAIT", "0")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_long_lines_are_written_once_and_quiet_writes_only_what_differs()
    {
        var longer = new string('x', 100);
        using StandInNotebooks notebooks = new(
            ("long", $"{longer}\nend\n", "print('x' * 100); print('end')"), ("other", $"same\n{longer}\n", "print('same'); print('y' * 100)"));
        var output = Shell.Run($"{Program} {notebooks}").Output;
        Assert.Contains($"\n  {longer}\n  end ", output, StringComparison.Ordinal);
        Assert.Contains($"\n> {longer}\n> {"",76} | {new string('y', 100)}\n", output, StringComparison.Ordinal);

        output = Shell.Run($"{Program} {notebooks} --quiet").Output;
        Assert.StartsWith("n000_long: 2 lines, all equal\n  n001_other.cs", output, StringComparison.Ordinal);
        Assert.DoesNotContain("same", output, StringComparison.Ordinal);
        Assert.Contains("n001_other: line 2 of 2 is the first that differs\n\n1 of 2 pairs are equal", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_twin_that_fails_does_not_keep_the_others_from_running()
    {
        using StandInNotebooks notebooks = new(("first", "1\n", "print(1)\nraise ValueError('not today')"), ("second", "2\n", "print(2)"));
        var (exit, output, error) = Shell.Run($"{Program} {notebooks}");
        Assert.Equal(1, exit);
        Assert.Matches("^parity: /.*/n000_first.py ended with exit code 1:\n", error);
        Assert.EndsWith("    ValueError: not today\n", error, StringComparison.Ordinal);
        Assert.StartsWith("  n000_first.cs | n000_first.py\n  1             | 1\nn000_first: 1 lines, all equal, up to the error\n\n", output, StringComparison.Ordinal);
        Assert.Contains("n001_second: 1 lines, all equal\n\n1 of 2 pairs are equal", output, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_run_is_one_line_and_exit_code_2()
    {
        File.WriteAllText(Path.Combine(_folder, "alone.cs"), "");
        Refused($"{_folder}", $"there is no pair FILE.cs and FILE.py in {_folder}");
        Refused($"{_folder}/alone.cs", $"{_folder}/alone.cs needs its twin beside it: FILE.cs FILE.py");
        Refused("/no/such.cs /no/such.py", "there is no /no/such.cs");
        Refused("/no/folder", "there is no /no/folder");
        Refused("a.txt b.py", "a pair is FILE.cs and FILE.py, not a.txt and b.py");
        Refused("/etc/apt", "there is no pair FILE.cs and FILE.py in /etc/apt");
        Refused("", "there is nothing to compare");
        Refused($"{Repository.PathOf("src/Examples/Pairs")} --threads 0", "--threads has to be at least 1");
        Refused($"{Repository.PathOf("src/Examples/Pairs")}", "there is no room for what is compiled: ", ("TMPDIR", "/no/folder"));
        Assert.Equal(2, Shell.Run($"{Program} --seed many").ExitCode);
    }

    [Fact]
    public void A_Python_that_cannot_be_compared_with_is_exit_code_2()
    {
        Pair("Console.WriteLine(1);", "print(1)");

        // Without the site module, Python does not look where packages are.
        using TemporaryProgram bare = new("""exec /usr/bin/python3 -S "$@" """);
        Refused(_folder, $"this Python has no torch ({bare.Path}). Python is $PYTHON, or else /usr/bin/python3.", ("PYTHON", bare.Path));
        Refused(_folder, "/no/python does not start", ("PYTHON", "/no/python"));

        using TemporaryProgram other = new("""LTF_PARITY_LIBTORCH=/elsewhere/libtorch_cpu.so exec /usr/bin/python3 "$@" """);
        Refused(_folder, "Python stands on another libtorch, /", ("PYTHON", other.Path));
    }

    private static void Refused(string arguments, string why, params (string Name, string? Value)[] environment)
    {
        var (exit, output, error) = Shell.Run($"{Program} {arguments}", environment);
        Assert.Equal((2, ""), (exit, output));
        Assert.StartsWith($"parity: {why}", Assert.Single(error.TrimEnd('\n').Split('\n')), StringComparison.Ordinal);
    }

    private void Pair(string script, string twin, string name = "pair")
    {
        File.WriteAllText(Path.Combine(_folder, name + ".cs"), script);
        File.WriteAllText(Path.Combine(_folder, name + ".py"), twin);
    }

    [GeneratedRegex(@"^\w+: (\d+) lines, all equal$", RegexOptions.Multiline)]
    private static partial Regex EqualLines();

    [GeneratedRegex(@"^  \d \d+ [0-9a-f]{8} +\| \d \d+ [0-9a-f]{8}$", RegexOptions.Multiline)]
    private static partial Regex Loss();
}
