using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>One collective, as this rank calls it; <c>ltf_collective</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Collective
{
    public nint* Outputs;
    public nint* Inputs;
    public long* OutputSplits;
    public long* InputSplits;

    /// <summary>Milliseconds; negative: the group's.</summary>
    public long Timeout;

    public int OutputCount;
    public int InputCount;
    public int OutputSplitCount;
    public int InputSplitCount;
    public CollectiveKind Kind;
    public int ReduceOp;

    /// <summary>The root's rank in the group, or who sends or receives.</summary>
    public int Peer;

    public int Tag;
}
