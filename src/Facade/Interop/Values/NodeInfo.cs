namespace LibTorch.Interop;

/// <summary>A node's plain facts, as ltf_node_info lays them out.</summary>
internal struct NodeInfo
{
    /// <summary>The same for every reference on a node.</summary>
    public nint Identity;
    public ulong SequenceNr;
    public int Inputs;
    public int Outputs;
}
