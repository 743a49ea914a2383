using System.Runtime.InteropServices;
using LibTorch.Interop;

namespace LibTorch.Distributed;

/// <summary>Processes that work together, each with a rank; <c>torch.distributed.ProcessGroup</c>.</summary>
public sealed class ProcessGroup : ISafeHandleOwner
{
    private readonly GroupHandle? _handle;
    private readonly long[] _ranks;

    internal ProcessGroup(string name, string backend, TimeSpan timeout, long[] ranks, int globalRank, GroupHandle? handle)
    {
        (Name, Backend, Timeout, _ranks, GlobalRank, _handle) = (name, backend, timeout, ranks, globalRank, handle);
        Rank = Array.IndexOf(ranks, globalRank);
    }

    /// <summary>This process's rank in it, -1 where it is no member; <c>group.rank()</c>.</summary>
    public int Rank { get; }

    /// <summary>The number of ranks; <c>group.size()</c>.</summary>
    public int Size => _ranks.Length;

    /// <summary>The name, which is the same in all processes; <c>group.group_name</c>.</summary>
    public string Name { get; }

    /// <summary>The backend's name, such as <c>gloo</c>; <c>group.name()</c>.</summary>
    public string Backend { get; }

    /// <summary>How long a rank waits for the others.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>The ranks of its members in the default group; <c>torch.distributed.get_process_group_ranks</c>.</summary>
    public IReadOnlyList<long> Ranks => _ranks;

    /// <summary>Whether this process belongs to it.</summary>
    public bool IsMember => _handle is not null;

    SafeHandle ISafeHandleOwner.Handle => _handle!;

    /// <summary>This process's rank in the default group.</summary>
    internal int GlobalRank { get; }

    /// <summary>The rank in this group of who has this rank in the default one.</summary>
    /// <exception cref="TorchValueException">It is no member.</exception>
    internal int RankOf(long globalRank)
    {
        var rank = Array.IndexOf(_ranks, globalRank);
        return rank >= 0 ? rank : throw new TorchValueException($"Global rank {globalRank} is not part of group {Name}");
    }

    /// <summary>Starts something together with the other ranks.</summary>
    internal Work Start(CollectiveCall call) => new(GroupCalls.Start(this, call));

    /// <summary>Waits for all ranks, and says which are missing.</summary>
    internal void MonitoredBarrier(TimeSpan? timeout, bool waitAllRanks) => GroupCalls.MonitoredBarrier(this, Waiting.Milliseconds(timeout), waitAllRanks);

    /// <summary>Has the ranks agree on the number that their calls are counted from, as releases before 2.0 do.</summary>
    internal void AgreeOnNumber()
    {
        if (IsMember)
        {
            GroupCalls.AgreeOnNumber(this);
        }
    }

    /// <summary>Leaves it.</summary>
    internal void Leave() => _handle?.Leave();
}
