namespace LibTorch.Interop;

/// <summary>The same in managed terms: what is not given is not there.</summary>
/// <param name="kind">What is done.</param>
internal readonly ref struct CollectiveCall(CollectiveKind kind)
{
    public CollectiveKind Kind { get; } = kind;

    /// <summary>What is written, or changed in place.</summary>
    public ReadOnlySpan<IHandleOwner?> Outputs { get; init; }

    public ReadOnlySpan<IHandleOwner?> Inputs { get; init; }

    public ReadOnlySpan<long> OutputSplits { get; init; }

    public ReadOnlySpan<long> InputSplits { get; init; }

    /// <summary>The root's rank in the group, or who sends or receives.</summary>
    public int Peer { get; init; }

    public int ReduceOp { get; init; }

    public int Tag { get; init; }
}
