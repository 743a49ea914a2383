namespace LibTorch.Tests.Distributed;

using Dist = Torch.Distributed;

/// <summary>C# and Python ranks that mpirun starts.</summary>
public sealed class MpiTests(RankPrograms programs) : IClassFixture<RankPrograms>
{
    private const string Launcher = "/usr/bin/mpirun";

    // Two ranks only: three Python ranks that make a group of two of them did not come to an end on two cores.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [Theory]
    [InlineData("CP")]
    [InlineData("PC")]
    public void C_sharp_and_Python_ranks_work_together(string languages)
    {
        Assert.SkipUnless(Dist.IsMpiAvailable(), "this libtorch was built without MPI");
        Assert.SkipUnless(File.Exists(Launcher), "mpirun is not installed");
        var expected = Said(new string('P', languages.Length));
        Assert.Equal(5 * languages.Length, expected.Length);
        Assert.Equal(expected, Said(languages));
    }

    private string[] Said(string languages)
    {
        // Each process chooses its program by its rank: Debian 13's mpirun crashed on several programs separated by colons.
        var cases = languages.Select((language, rank) =>
            $"{rank}) exec {string.Join(' ', (language == 'C' ? programs.CSharp("mpi") : RankPrograms.Python("mpi")).Select(word => $"'{word}'"))};;");
        string[] command =
        [
            "--allow-run-as-root", "--oversubscribe", "-n", $"{languages.Length}",
            "/bin/sh", "-c", $"case $OMPI_COMM_WORLD_RANK in {string.Join(' ', cases)} esac",
        ];

        // A temporary folder of its own: files left by a killed mpirun can have the names of the next one's.
        var (code, output, error) = ChildProcess.Run(Launcher, command, [("OMP_NUM_THREADS", "1"), ("TMPDIR", programs.Folder)], patience: Patience);
        Assert.True(code == 0, output + error);

        // Each rank's lines begin with its number; other lines are log messages of MPI's libraries.
        return [.. output.Split('\n').Where(line => line is [>= '0' and <= '9', ' ', ..]).Order(StringComparer.Ordinal)];
    }
}
