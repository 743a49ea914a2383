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

    /// <summary>This process's rank in the group, or -1 if this process is not a member; <c>group.rank()</c>.</summary>
    public int Rank { get; }

    /// <summary>The number of ranks in the group; <c>group.size()</c>.</summary>
    public int Size => _ranks.Length;

    /// <summary>The group's name, which is the same in all processes; <c>group.group_name</c>.</summary>
    public string Name { get; }

    /// <summary>The backend's name, such as <c>gloo</c>; <c>group.name()</c>.</summary>
    public string Backend { get; }

    /// <summary>How long a rank waits for the other ranks.</summary>
    public TimeSpan Timeout { get; }

    /// <summary>The members' ranks in the default group; <c>torch.distributed.get_process_group_ranks</c>.</summary>
    public IReadOnlyList<long> Ranks => _ranks;

    /// <summary>Whether this process is a member of the group.</summary>
    public bool IsMember => _handle is not null;

    SafeHandle ISafeHandleOwner.Handle => _handle!;

    /// <summary>This process's rank in the default group.</summary>
    internal int GlobalRank { get; }

    /// <summary>Converts a rank of the default group to the rank in this group.</summary>
    /// <exception cref="TorchValueException">That process is not a member of this group.</exception>
    internal int RankOf(long globalRank)
    {
        var rank = Array.IndexOf(_ranks, globalRank);
        return rank >= 0 ? rank : throw new TorchValueException($"Global rank {globalRank} is not part of group {Name}");
    }

    /// <summary>Checks that an operator which is given <see cref="Name"/> finds this group.</summary>
    /// <exception cref="TorchValueException">This process is not a member of the group.</exception>
    /// <exception cref="InvalidOperationException">Another group of this process had the name before.</exception>
    internal void RequireRegistered()
    {
        // Throws if this process is no member.
        _ = RankOf(GlobalRank);
        if (!GroupCalls.IsRegistered(this))
        {
            throw new InvalidOperationException($"Operators do not find this group: libtorch knows another group of this process by the name '{Name}'.");
        }
    }

    /// <summary>Starts a collective operation, which all ranks of the group must start.</summary>
    internal Work Start(CollectiveCall call) => new(GroupCalls.Start(this, call));

    /// <summary>Waits for all ranks; the error names the missing ones.</summary>
    internal void MonitoredBarrier(TimeSpan? timeout, bool waitAllRanks) => GroupCalls.MonitoredBarrier(this, Waiting.Milliseconds(timeout), waitAllRanks);

    /// <summary>
    /// Makes the ranks agree on the sequence number with which they start to count their calls, as releases before 2.0 do.
    /// </summary>
    internal void AgreeOnNumber()
    {
        if (IsMember)
        {
            GroupCalls.AgreeOnNumber(this);
        }
    }

    /// <summary>Leaves the group.</summary>
    internal void Leave() => _handle?.Leave();
}
