using System.Globalization;
using LibTorch.Distributed;
using LibTorch.Interop;

namespace LibTorch.Tests.Distributed;

/// <summary>A process finds its group by what its starter has set.</summary>
public sealed class StartingTests(RankPrograms programs) : IClassFixture<RankPrograms>
{
    private static readonly (string Name, string? Value)[] Without = [("RANK", null), ("WORLD_SIZE", null), ("MASTER_ADDR", null)];

    // torchrun's agent serves the store, and each restart has keys of its own.
    [Fact]
    public void Under_torchrun_ranks_meet_at_its_agents_store()
    {
        // Python 2 asks for libuv at an agent's store, also where it was built without it, as Debian's is.
        var other = LibraryCalls.IsAtLeast(2, 0) ? programs.CSharp("joined") : RankPrograms.Python("joined");
        using TCPStore agent = new("127.0.0.1", 0, isMaster: true, waitForWorkers: false);
        foreach (var attempt in new[] { "0", "1" })
        {
            Joined(RankGroup.Run([programs.CSharp("joined"), other], port: agent.Port, environment: _ => [("TORCHELASTIC_USE_AGENT_STORE", "True"), ("TORCHELASTIC_RESTART_COUNT", attempt)]));
        }
    }

    [Theory]
    [InlineData("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_LOCAL_SIZE")]
    [InlineData("PMI_RANK", "PMI_SIZE", "MPI_LOCALNRANKS")]
    [InlineData("SLURM_PROCID", "SLURM_NTASKS", "SLURM_NTASKS_PER_NODE")]
    public void Under_MPI_and_Slurm_their_variables_tell(string rank, string size, string localSize) =>
        Joined(RankGroup.Run([programs.CSharp("joined"), programs.CSharp("joined")], environment: own => [.. Without, (rank, own.ToString(CultureInfo.InvariantCulture)), (size, "2"), (localSize, "2")]));

    [Fact]
    public void Of_several_machines_one_has_to_be_named()
    {
        var end = RankGroup.Run([programs.CSharp("joined")], environment: _ => [.. Without, ("SLURM_PROCID", "0"), ("SLURM_NTASKS", "2"), ("SLURM_NNODES", "2")])[0];
        Assert.NotEqual(0, end.ExitCode);
        Assert.Contains("environment variable MASTER_ADDR expected, but not set", end.Error, StringComparison.Ordinal);
    }

    private static void Joined(IReadOnlyList<RankEnd> ends) => Assert.Equal(["0 2 3", "1 2 3"], ends.Select(end => end.Printed));
}
