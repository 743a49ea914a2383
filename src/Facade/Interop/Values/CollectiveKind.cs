namespace LibTorch.Interop;

/// <summary>The collective operations of a group's ranks; <c>ltf_collective_kind</c>.</summary>
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
