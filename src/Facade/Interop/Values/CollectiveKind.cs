namespace LibTorch.Interop;

/// <summary>What the ranks of a group do together; <c>ltf_collective_kind</c>.</summary>
internal enum CollectiveKind
{
    Broadcast,
    AllReduce,
    AllReduceCoalesced,
    Reduce,
    AllGather,
    AllGatherIntoTensor,
    Gather,
    Scatter,
    ReduceScatter,
    ReduceScatterTensor,
    AllToAll,
    AllToAllSingle,
    Barrier,
    Send,
    Recv,
    RecvFromAny,
}
