namespace LibTorch.Interop;

/// <summary>Groups of processes, and what their ranks do together.</summary>
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
    /// <param name="store">Where the ranks meet.</param>
    /// <param name="name">The group's name, the same for all ranks.</param>
    /// <param name="rank">This process's rank in the group.</param>
    /// <param name="size">The number of ranks.</param>
    /// <param name="timeout">Milliseconds.</param>
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

    /// <summary>The same among the processes that an MPI starter has started.</summary>
    /// <param name="ranks">Their numbers there; none: all.</param>
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

    /// <summary>Has the ranks agree on the number that their calls are counted from; only before 2.0.</summary>
    public static void AgreeOnNumber(IHandleOwner group)
    {
        using var lease = new Lease();
        NativeError.Check(Native.ltf_group_agree_on_number(lease.Take(group)));
    }

    /// <summary>Starts it; the work keeps the tensors.</summary>
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
    /// <param name="timeout">Milliseconds; negative: the group's own.</param>
    /// <param name="waitAllRanks">Whether rank 0 names all that are missing, not only the first.</param>
    public static void MonitoredBarrier(IHandleOwner group, long timeout, bool waitAllRanks)
    {
        using var lease = new Lease();
        NativeError.Check(Native.ltf_monitored_barrier(lease.Take(group), timeout, waitAllRanks ? 1 : 0));
    }
}
