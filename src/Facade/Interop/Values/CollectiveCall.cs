namespace LibTorch.Interop;

/// <summary>The arguments of a collective in managed form. What is not set is empty.</summary>
/// <param name="kind">The kind of collective.</param>
internal readonly ref struct CollectiveCall(CollectiveKind kind)
{
    public CollectiveKind Kind { get; } = kind;

    /// <summary>The tensors that are written, or modified in place.</summary>
    public ReadOnlySpan<IHandleOwner?> Outputs { get; init; }

    public ReadOnlySpan<IHandleOwner?> Inputs { get; init; }

    public ReadOnlySpan<long> OutputSplits { get; init; }

    public ReadOnlySpan<long> InputSplits { get; init; }

    /// <summary>The root's rank in the group, or that of the sender or receiver.</summary>
    public int Peer { get; init; }

    public int ReduceOp { get; init; }

    public int Tag { get; init; }
}
