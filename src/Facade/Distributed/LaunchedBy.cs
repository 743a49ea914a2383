namespace LibTorch.Distributed;

/// <summary>
/// The rank, world size and address that a launcher passed in environment variables: torchrun's variables, else those of MPI and Slurm
/// launchers. Python reads only torchrun's, and leaves the others to the program.
/// </summary>
/// <param name="Rank">This process's rank.</param>
/// <param name="Size">The number of processes.</param>
/// <param name="LocalRank">This process's rank among the processes of this machine.</param>
/// <param name="Host">The machine of rank 0.</param>
/// <param name="Port">The port of the store on that machine.</param>
internal sealed record LaunchedBy(string? Rank, string? Size, string? LocalRank, string? Host, string? Port)
{
    // One launcher in each row: the names of its variables for rank, world size, local rank and local size.
    private static readonly (string Rank, string Size, string LocalRank, string LocalSize)[] Starters =
    [
        ("RANK", "WORLD_SIZE", "LOCAL_RANK", "LOCAL_WORLD_SIZE"),
        ("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_LOCAL_RANK", "OMPI_COMM_WORLD_LOCAL_SIZE"),
        ("PMI_RANK", "PMI_SIZE", "MPI_LOCALRANKID", "MPI_LOCALNRANKS"),
        ("SLURM_PROCID", "SLURM_NTASKS", "SLURM_LOCALID", "SLURM_NTASKS_PER_NODE"),
    ];

    /// <summary>The values of the first launcher whose rank variable is set.</summary>
    public static LaunchedBy Find()
    {
        var starter = Starters.FirstOrDefault(names => Variable(names.Rank) is not null);
        var isPlain = starter.Rank is null or "RANK";
        var host = Variable("MASTER_ADDR") ?? (isPlain ? null : OnlyMachine(starter.Size, starter.LocalSize));
        var port = Variable("MASTER_PORT") ?? (isPlain ? null : "29500");
        return new LaunchedBy(Variable(starter.Rank), Variable(starter.Size ?? "WORLD_SIZE"), Variable(starter.LocalRank), host, port);
    }

    // If all processes run on one machine, the host is this machine. With several machines, MASTER_ADDR must name that of rank 0.
    private static string? OnlyMachine(string size, string localSize) =>
        Variable(size) is { } count && (count == Variable(localSize) || Variable("SLURM_NNODES") == "1") ? "127.0.0.1" : null;

    private static string? Variable(string? name) =>
        name is not null && Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
