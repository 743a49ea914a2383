namespace LibTorch.Tests.OpInfo;

/// <summary>A tensor as the recorder packed it: with its storage, to be made again, or with its elements, to be compared.</summary>
internal sealed record PackedTensor
{
    public required DType DType { get; init; }

    public required Layout Layout { get; init; }

    public required Device Device { get; init; }

    public required bool RequiresGrad { get; init; }

    public required bool IsLeaf { get; init; }

    public required bool IsConj { get; init; }

    public required bool IsNeg { get; init; }

    /// <summary>The name of its grad_fn, or an empty text.</summary>
    public required string GradFn { get; init; }

    public required long[] Sizes { get; init; }

    /// <summary>Of dense tensors; null where the layout has none.</summary>
    public long[]? Strides { get; set; }

    public long Offset { get; set; }

    /// <summary>The elements in row-major order, or the whole storage, which others may share.</summary>
    public byte[] Bytes { get; set; } = [];

    /// <summary>Indices and values, where the tensor is made of these.</summary>
    public PackedTensor[] Parts { get; set; } = [];

    public bool IsCoalesced { get; set; }

    public override string ToString() => $"{DType}[{string.Join(", ", Sizes)}]{(Layout == Layout.Strided ? "" : " " + Layout)}{(RequiresGrad ? " requires grad" : "")}";
}
