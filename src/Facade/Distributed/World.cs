using LibTorch.Interop;

namespace LibTorch.Distributed;

/// <summary>The default group of this process, its other groups, and the store that they use.</summary>
internal sealed class World(ProcessGroup group, Store store, bool ownsStore)
{
    /// <summary>The backend whose ranks are known to its own starter.</summary>
    public const string Mpi = "mpi";

    private int _groupCount = 1;

    /// <summary>The default group, with all processes.</summary>
    public ProcessGroup Group { get; } = group;

    /// <summary>The other groups that this process has created.</summary>
    public List<ProcessGroup> Others { get; } = [];

    /// <summary>The store through which the ranks of further groups find each other.</summary>
    public Store Store { get; } = store;

    /// <summary>Joins the default group.</summary>
    /// <param name="backend">The backend's name.</param>
    /// <param name="store">The store through which the ranks find each other.</param>
    /// <param name="ownsStore">Whether the store is disposed of with the group, or when joining fails.</param>
    /// <param name="rank">This process's rank.</param>
    /// <param name="size">The number of ranks.</param>
    /// <param name="timeout">How long the ranks wait for each other.</param>
    public static World Join(string backend, Store store, bool ownsStore, int rank, int size, TimeSpan timeout)
    {
        try
        {
            var handle = GroupCalls.Create(backend, store, "0", rank, size, Waiting.Milliseconds(timeout));
            World world = new(new ProcessGroup("0", backend, timeout, All(size), rank, handle), store, ownsStore);
            world.Meet(world.Group, store, timeout);
            return world;
        }
        catch when (ownsStore)
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Joins the default group of the processes that an MPI starter has started.</summary>
    public static World JoinMpi(TimeSpan timeout)
    {
        var (handle, rank, size) = GroupCalls.CreateMpi([], "0");
        return new World(new ProcessGroup("0", Mpi, timeout, All(size), rank, handle), new HashStore(), ownsStore: true);
    }

    /// <summary>Leaves all groups.</summary>
    public void Leave()
    {
        Others.ForEach(other => other.Leave());
        Group.Leave();
        if (ownsStore)
        {
            Store.Dispose();
        }
    }

    /// <summary>Creates a group of some ranks; all ranks must call it.</summary>
    public ProcessGroup Add(IReadOnlyList<int>? members, string? backend, TimeSpan? timeout)
    {
        var ranks = members is null ? All(Group.Size) : [.. members.Select(rank => (long)rank).Order()];
        Require(ranks);
        var name = $"{_groupCount++}";
        var wait = timeout ?? Waiting.Default;
        var rank = Array.IndexOf(ranks, Group.Rank);

        // Since 2.0, Python puts the keys of further groups below the default group's prefix.
        using var below = LibraryCalls.IsAtLeast(2, 0) ? new PrefixStore("0/", Store) : null;
        var chosen = backend ?? Group.Backend;

        // All ranks take part in making one of MPI's, which tells them who is in it.
        var handle = chosen == Mpi ? GroupCalls.CreateMpi(Array.ConvertAll(ranks, member => (int)member), name).Group
            : rank < 0 ? null
            : GroupCalls.Create(chosen, below ?? Store, name, rank, ranks.Length, Waiting.Milliseconds(wait));
        ProcessGroup group = new(name, chosen, wait, ranks, Group.Rank, handle);
        if (chosen != Mpi)
        {
            Meet(group, below ?? Store, wait);
        }

        Others.Add(group);
        return group;
    }

    private static long[] All(int size) => [.. Enumerable.Range(0, size).Select(rank => (long)rank)];

    private void Require(long[] ranks)
    {
        if (ranks.Distinct().Count() != ranks.Length)
        {
            throw new TorchValueException($"ranks list must not contain duplicate entries, got [{string.Join(", ", ranks)}]");
        }

        foreach (var rank in ranks.Where(rank => rank < 0 || rank >= Group.Size))
        {
            throw new TorchValueException($"Rank {rank} is out of range. Valid ranks are 0 to {Group.Size - 1} (world_size={Group.Size})");
        }
    }

    // As Python does in the same release. Before 2.0, all ranks pass a barrier in the store after each new group, and agree on a
    // sequence number. Later releases have this barrier only if TORCH_DIST_INIT_BARRIER is 1.
    private void Meet(ProcessGroup group, Store store, TimeSpan timeout)
    {
        try
        {
            MeetInStore(group, store, timeout);
        }
        catch
        {
            group.Leave();
            throw;
        }
    }

    private void MeetInStore(ProcessGroup group, Store store, TimeSpan timeout)
    {
        if (!LibraryCalls.IsAtLeast(2, 0))
        {
            StoreBarrier.PassByCounting(store, $"store_based_barrier_key:{_groupCount}", Group.Size, timeout);
            group.AgreeOnNumber();
        }
        else if (Environment.GetEnvironmentVariable("TORCH_DIST_INIT_BARRIER") == "1")
        {
            StoreBarrier.Pass(store, $"store_based_barrier_key:{group.Name}", Group.Size, timeout);
        }
    }
}
