namespace LibTorch.Interop;

/// <summary>Places of gradients in the graph, as ltf_edges lays them out.</summary>
internal unsafe struct Edges
{
    public nint* Nodes;
    public long* Numbers;
    public int Count;
}
