using System.Runtime.InteropServices;

namespace LibTorch.Interop;

/// <summary>The arguments of one collective on this rank; <c>ltf_collective</c>.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct Collective
{
    public nint* Outputs;
    public nint* Inputs;
    public long* OutputSplits;
    public long* InputSplits;

    /// <summary>The timeout in milliseconds; negative: the group's default.</summary>
    public long Timeout;

    public int OutputCount;
    public int InputCount;
    public int OutputSplitCount;
    public int InputSplitCount;
    public CollectiveKind Kind;
    public int ReduceOp;

    /// <summary>The root's rank in the group, or that of the sender or receiver.</summary>
    public int Peer;

    public int Tag;
}
