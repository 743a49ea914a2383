using System.Globalization;
using System.Runtime.Versioning;
using System.Text.RegularExpressions;
using LibTorch.Optim;
using LibTorch.Tests.Build;

namespace LibTorch.Tests.Examples;

/// <summary>The distributed training example with C# and Python ranks, on small data in the real data's format.</summary>
[SupportedOSPlatform("linux")]
public sealed partial class RanksTests : IDisposable
{
    private static readonly string Program = Path.Combine(AppContext.BaseDirectory, "LibTorch.Examples.dll");

    private readonly string _folder = Directory.CreateTempSubdirectory("libtorch-fashion-ranks-").FullName;

    public RanksTests()
    {
        Random random = new(1);
        SmallPictures.Write(_folder, "train", 6000, random);
        SmallPictures.Write(_folder, "t10k", 150, random);
    }

    private string Saved => Path.Combine(_folder, "run.pt");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // 501 and 150 pictures cannot be divided evenly among four ranks.
    [Theory]
    [InlineData("CP")]
    [InlineData("PC")]
    [InlineData("CC")]
    [InlineData("CPCP")]
    public void Every_line_is_that_of_Python_ranks(string languages)
    {
        var output = Succeeds($"--languages {languages} --epochs 2 --samples 501 --live");
        Assert.InRange(int.Parse(EqualLines().Match(output).Groups[1].Value, CultureInfo.InvariantCulture), 15, 100);
        Assert.Contains($"\nthe same weights on all {languages.Length} ranks\n", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CP", "PC")]
    [InlineData("CPCP", "PCPC")]
    public void A_resumed_run_prints_the_same_lines(string begun, string ended)
    {
        Succeeds($"--languages {begun} --epochs 1 --samples 501 --checkpoint {Saved}");
        GoesOn($"--languages {ended} --epochs 2 --samples 501", 2);
    }

    [Fact]
    public void A_killed_rank_ends_the_run_which_can_be_resumed()
    {
        // The program waits for the second rank only, which is found before the training begins.
        var (exit, output, error) = Shell.Run(
            $$"""
            mkfifo {{_folder}}/lines
            dotnet {{Program}} fashion-ranks --data {{_folder}} --languages CP --epochs 1000 --checkpoint {{Saved}} >{{_folder}}/lines & program=$!
            while read -r line; do
                echo "$line"
                case $line in
                    *' ranks, each with '*)
                        for process in /proc/[0-9]*; do
                            if grep -qzxF RANK=1 $process/environ && grep -qzxF {{Saved}} $process/cmdline; then second=${process#/proc/}; fi
                        done 2>/dev/null ;;
                    'epoch 1: '*) kill -KILL $second ;;
                esac
            done <{{_folder}}/lines
            wait $program
            """,
            ("RANK", null),
            ("WORLD_SIZE", null));
        Assert.True(exit == 1, output + error);
        Assert.Matches(@"(^|\n)rank [01] ended (by signal 9|with exit code 1); the other ranks were ended\n$", error);
        var epoch = Torch.Load<StateDictionary>(Saved, cancellationToken: TestContext.Current.CancellationToken).Get<int>("epoch");
        GoesOn($"--languages CC --epochs {epoch + 1}", epoch);
    }

    [Fact]
    public void Launch_can_start_the_ranks()
    {
        const string Options = "--epochs 1 --samples 200";
        var (exit, output, error) = Shell.Run($"./build.sh launch -n 2 {Program} fashion-ranks --data {_folder} {Options}", ("GLOO_SOCKET_IFNAME", "lo"));
        Assert.True(exit == 0, output + error);
        Assert.Equal(string.Concat(Succeeds($"--ranks 2 {Options}").TrimEnd('\n').Split('\n').Select(line => $"[0] {line}\n")), output);
    }

    [Fact]
    public void A_failed_rank_ends_the_others()
    {
        using TemporaryProgram python = new("echo why >&2; exit 7");
        var (exit, output, error) = Run("--languages CP", python.Path);
        Assert.Equal((1, "", "[rank 1] why\nrank 1 ended with exit code 7; the other ranks were ended\n"), (exit, output, error));
    }

    [Theory]
    [InlineData("--ranks 2 --languages CPC", "--languages CPC: it has to have one letter, C or P, for each of the 2 ranks")]
    [InlineData("--languages CX", "--languages CX: it has to have one letter, C or P, for each of the 2 ranks")]
    [InlineData("--ranks 0", "--ranks has to be at least 1")]
    [InlineData("--samples 3", "--samples has to be above 100")]
    [InlineData("--device cuda", "--device cuda: fashion-ranks computes on the CPU")]
    [InlineData("--data /nowhere", "--data /nowhere: ")]
    [InlineData("--checkpoint /nowhere/run.pt", "--checkpoint /nowhere/run.pt: there is no such folder")]
    [InlineData("--languages CP", "--languages: /no/python does not start")]
    public void A_wrong_argument_is_one_line_of_error(string arguments, string message)
    {
        var (exit, output, error) = Run(arguments, "/no/python");
        Assert.Equal((2, ""), (exit, output));
        Assert.StartsWith(message, error, StringComparison.Ordinal);
        Assert.Single(error.TrimEnd('\n').Split('\n'));
    }

    [GeneratedRegex(@"\n(\d+) of \1 lines are Python's\.\n")]
    private static partial Regex EqualLines();

    // After the resume message, the lines are those of a run without interruption.
    private void GoesOn(string arguments, int epoch)
    {
        var begins = $"\ngoes on in epoch {epoch}\n";
        var further = Succeeds($"{arguments} --checkpoint {Saved}");
        Assert.Contains(begins, further, StringComparison.Ordinal);
        var rest = further[(further.IndexOf(begins, StringComparison.Ordinal) + begins.Length)..];
        Assert.StartsWith($"epoch {epoch} batch ", rest, StringComparison.Ordinal);
        Assert.EndsWith("\n" + rest, Succeeds(arguments), StringComparison.Ordinal);
    }

    private string Succeeds(string arguments)
    {
        var (exit, output, error) = Run(arguments);
        Assert.True(exit == 0, output + error);
        return output;
    }

    private (int ExitCode, string Output, string Error) Run(string arguments, string python = "/usr/bin/python3")
    {
        string[] data = arguments.Contains("--data", StringComparison.Ordinal) ? [] : ["--data", _folder];
        return ChildProcess.Run(
            ChildProcess.Dotnet, [Program, "fashion-ranks", .. data, .. arguments.Split(' ')], [("PYTHON", python), ("RANK", null), ("WORLD_SIZE", null)]);
    }
}
