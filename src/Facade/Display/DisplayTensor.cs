namespace LibTorch;

/// <summary>What a formatter needs to know of a tensor: plain data, already copied out of libtorch.</summary>
internal sealed record DisplayTensor
{
    /// <summary>Sizes of the tensor itself, not of the copied values.</summary>
    public required long[] Sizes { get; init; }

    /// <summary>Element type by PyTorch's name without its module, such as "float32".</summary>
    public required string DType { get; init; }

    /// <summary>
    /// The values in row-major order as double[] (every floating type, converted exactly), long[], ulong[], bool[] or Complex[];
    /// null where the tensor has none to show (meta) or shows <see cref="Parts"/> instead.
    /// In a summarised tensor each dimension longer than twice <see cref="EdgeItems"/> holds only its first and last entries.
    /// </summary>
    public Array? Values { get; init; }

    /// <summary>Entries kept at each end of a long dimension; null when the tensor is shown whole.</summary>
    public int? EdgeItems { get; init; }

    /// <summary>The device as PyTorch writes it, such as "cuda:0"; null where it is not shown.</summary>
    public string? Device { get; init; }

    /// <summary>The default floating type at the time of printing; it decides which dtype is not shown.</summary>
    public string DefaultDType { get; init; } = "float32";

    public bool RequiresGrad { get; init; }

    /// <summary>Name of the backward node, without the angle brackets.</summary>
    public string? GradFn { get; init; }

    /// <summary>The text of the tangent of a dual tensor, where forward mode is on.</summary>
    public string? Tangent { get; init; }

    /// <summary>The layout by PyTorch's name, such as "torch.sparse_coo"; null for a strided tensor.</summary>
    public string? Layout { get; init; }

    /// <summary>The tensors that a sparse tensor consists of, under the names they are printed with.</summary>
    public IReadOnlyList<(string Name, DisplayTensor Tensor)> Parts { get; init; } = [];

    /// <summary>The texts of the tensors that a nested tensor consists of; null for any other.</summary>
    public IReadOnlyList<string>? Nested { get; init; }

    /// <summary>The names of the dimensions, null for one without; null where none has a name.</summary>
    public IReadOnlyList<string?>? Names { get; init; }

    /// <summary>Number of stored elements of a sparse tensor.</summary>
    public long? StoredCount { get; init; }

    /// <summary>The suffixes about a quantized tensor's storage, each in PyTorch's words.</summary>
    public IReadOnlyList<string> Quantization { get; init; } = [];

    /// <summary>
    /// Whether a mode forced by <see cref="PrintOptions.SciMode"/> also decides the width of the columns.
    /// Earlier PyTorch (1.13 and 2.6 among them) takes the width that the values' own choice of mode would have had.
    /// </summary>
    public bool ForcedModeSetsWidth { get; init; } = true;

    public bool IsEmpty => Array.IndexOf(Sizes, 0L) >= 0;

    /// <summary>How many entries of a dimension are kept, and whether that leaves some out.</summary>
    public (int Kept, bool Reduced) Entries(int dimension)
    {
        var size = Sizes[dimension];
        return EdgeItems is int edge && size > 2L * edge ? (2 * edge, true) : (checked((int)size), false);
    }
}
