using LibTorch.Tests.Build;

namespace LibTorch.Tests.Distributed;

/// <summary>The starter of several processes.</summary>
public sealed class LaunchTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("libtorch-launch-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Each_process_finds_its_place_and_speaks_with_its_rank()
    {
        var (exit, output, error) = Shell.Run($"./build.sh launch -n 3 --nodes 2 --node 1 --master host:77 {Script("echo $RANK $LOCAL_RANK $WORLD_SIZE $LOCAL_WORLD_SIZE $MASTER_ADDR $MASTER_PORT $1; echo late >&2")} word");
        Assert.Equal(0, exit);
        Assert.Equal(["[3] 3 0 6 3 host 77 word", "[4] 4 1 6 3 host 77 word", "[5] 5 2 6 3 host 77 word"], output.TrimEnd().Split('\n').Order());
        Assert.Equal(["[3] late", "[4] late", "[5] late"], error.TrimEnd().Split('\n').Order());
    }

    [Fact]
    public void The_first_failure_ends_all()
    {
        // The others would wait for an hour.
        var (exit, _, error) = Shell.Run($"./build.sh launch -n 3 {Script("[ $RANK != 1 ] || exit 7; sleep 3600")}");
        Assert.Equal(1, exit);
        Assert.Contains("exit code 7", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("launch", "launch wants the number of processes, as -n 4")]
    [InlineData("launch -n 0 true", "launch wants the number of processes, as -n 4")]
    [InlineData("launch -n 2", "launch wants a program")]
    [InlineData("launch -n 2 --nodes 2 true", "launch wants --master HOST:PORT for several machines")]
    [InlineData("launch -n 2 --fast true", "launch knows no option '--fast'")]
    [InlineData("launch -n 2 /nowhere/at-all", "launch finds no program '/nowhere/at-all'")]
    public void A_wrong_command_line_is_one_line_and_exit_code_2(string arguments, string said) =>
        Assert.Equal((2, "", $"build.sh: {said}\n"), Shell.Run("./build.sh " + arguments));

    private string Script(string commands)
    {
        var file = Path.Combine(_folder, "rank.sh");
        File.WriteAllText(file, commands + "\n");
        return "bash " + file;
    }
}
