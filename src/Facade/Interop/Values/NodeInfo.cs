namespace LibTorch.Interop;

/// <summary>A node's properties, laid out as ltf_node_info.</summary>
internal struct NodeInfo
{
    /// <summary>The same for every reference to a node.</summary>
    public nint Identity;
    public ulong SequenceNr;
    public int Inputs;
    public int Outputs;
}
