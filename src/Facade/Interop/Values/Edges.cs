namespace LibTorch.Interop;

/// <summary>Gradient edges, laid out as ltf_edges.</summary>
internal unsafe struct Edges
{
    public nint* Nodes;
    public long* Numbers;
    public int Count;
}
