namespace LibTorch.Interop;

/// <summary>Process groups and their collectives.</summary>
internal static unsafe class GroupCalls
{
    /// <summary>The names of the backends that this libtorch has.</summary>
    public static string[] Backends()
    {
        NativeText names;
        NativeError.Check(Native.ltf_c10d_backends(&names));
        return names.ToString().Split(',', StringSplitOptions.RemoveEmptyEntries);
    }

    /// <param name="backend">The backend's name.</param>
    /// <param name="store">The store through which the ranks find each other.</param>
    /// <param name="name">The group's name, the same for all ranks.</param>
    /// <param name="rank">This process's rank in the group.</param>
    /// <param name="size">The number of ranks.</param>
    /// <param name="timeout">The timeout in milliseconds.</param>
    public static GroupHandle Create(string backend, IHandleOwner store, string name, int rank, int size, long timeout)
    {
        using var lease = new Lease();
        nint group;
        fixed (byte* kind = NativeText.Terminated(backend), text = NativeText.Terminated(name))
        {
            NativeError.Check(Native.ltf_group_create(kind, lease.Take(store), text, rank, size, timeout, &group));
        }

        return new GroupHandle(group);
    }

    /// <summary>Joins a group of processes that an MPI starter has started.</summary>
    /// <param name="ranks">Their MPI ranks; none: all.</param>
    /// <param name="name">The group's name, the same for all ranks.</param>
    /// <returns>The group, null where this process does not belong to it; this process's rank, and the number of ranks.</returns>
    public static (GroupHandle? Group, int Rank, int Size) CreateMpi(int[] ranks, string name)
    {
        nint group;
        int rank, size;
        fixed (int* members = ranks)
        {
            fixed (byte* text = NativeText.Terminated(name))
            {
                NativeError.Check(Native.ltf_group_create_mpi(members, ranks.Length, text, &group, &rank, &size));
            }
        }

        return group == 0 ? (null, -1, ranks.Length) : (new GroupHandle(group), rank, size);
    }

    /// <summary>Whether operators that are given a group's name find this group by its own.</summary>
    public static bool IsRegistered(IHandleOwner group)
    {
        using var lease = new Lease();
        int registered;
        NativeError.Check(Native.ltf_group_is_registered(lease.Take(group), &registered));
        return registered != 0;
    }

    /// <summary>Makes the ranks agree on the sequence number from which they count their calls; only needed before 2.0.</summary>
    public static void AgreeOnNumber(IHandleOwner group)
    {
        using var lease = new Lease();
        NativeError.Check(Native.ltf_group_agree_on_number(lease.Take(group)));
    }

    /// <summary>Starts a collective. The work keeps its tensors alive.</summary>
    public static WorkHandle Start(IHandleOwner group, CollectiveCall call)
    {
        using var lease = new Lease();
        nint work;
        fixed (long* outputSplits = call.OutputSplits, inputSplits = call.InputSplits)
        {
            Collective collective = new()
            {
                Outputs = lease.Take(call.Outputs),
                OutputCount = call.Outputs.Length,
                Inputs = lease.Take(call.Inputs),
                InputCount = call.Inputs.Length,
                OutputSplits = outputSplits,
                OutputSplitCount = call.OutputSplits.Length,
                InputSplits = inputSplits,
                InputSplitCount = call.InputSplits.Length,
                Timeout = -1,
                Kind = call.Kind,
                ReduceOp = call.ReduceOp,
                Peer = call.Peer,
                Tag = call.Tag,
            };
            NativeError.Check(Native.ltf_collective_start(lease.Take(group), &collective, &work));
        }

        return new WorkHandle(work);
    }

    /// <param name="group">The group.</param>
    /// <param name="timeout">The timeout in milliseconds; negative: the group's default.</param>
    /// <param name="waitAllRanks">Whether rank 0 reports all missing ranks and not only the first one.</param>
    public static void MonitoredBarrier(IHandleOwner group, long timeout, bool waitAllRanks)
    {
        using var lease = new Lease();
        NativeError.Check(Native.ltf_monitored_barrier(lease.Take(group), timeout, waitAllRanks ? 1 : 0));
    }
}
