namespace LibTorch.NN;

/// <summary>Looks up a matrix row for each index; <c>torch.nn.Embedding</c>.</summary>
public sealed partial class Embedding : Module<Tensor, Tensor>
{
    /// <param name="numEmbeddings">The number of rows.</param>
    /// <param name="embeddingDim">The length of a row.</param>
    /// <param name="paddingIdx">The padding row: it is initialized to zeros and gets no gradient.</param>
    /// <param name="maxNorm">The largest allowed norm: rows with a larger norm are scaled down in place when they are looked up.</param>
    /// <param name="normType">The order p of that norm.</param>
    /// <param name="scaleGradByFreq">Whether a row's gradient is divided by the number of times that the row is looked up in the
    /// batch.</param>
    /// <param name="sparse">Whether the weight's gradient is sparse.</param>
    /// <param name="device">The weight's device; the default device unless given.</param>
    /// <param name="dtype">Its dtype; the default dtype unless given.</param>
    /// <exception cref="TorchException">There is no such row for padding.</exception>
    public Embedding(
        long numEmbeddings, long embeddingDim, long? paddingIdx = null, double? maxNorm = null, double normType = 2,
        bool scaleGradByFreq = false, bool sparse = false, Device? device = null, DType? dtype = null)
        : this((numEmbeddings, embeddingDim), null, paddingIdx, maxNorm, normType, scaleGradByFreq, sparse, device, dtype) =>
        ResetParameters();

    private Embedding(
        (long Rows, long Columns) sides, Parameter? weight, long? paddingIdx, double? maxNorm, double normType,
        bool scaleGradByFreq, bool sparse, Device? device, DType? dtype)
    {
        (NumEmbeddings, EmbeddingDim) = sides;
        PaddingIdx = EmbeddingTable.PaddingRow(paddingIdx, sides.Rows, "Padding_idx");
        (MaxNorm, NormType, ScaleGradByFreq, Sparse) = (maxNorm, normType, scaleGradByFreq, sparse);
        Weight = weight ?? new Parameter(Torch.Empty([sides.Rows, sides.Columns], dtype: dtype, device: device));
    }

    /// <summary>The number of rows.</summary>
    public long NumEmbeddings { get; }

    /// <summary>The length of a row.</summary>
    public long EmbeddingDim { get; }

    /// <summary>The padding row, if there is one.</summary>
    public long? PaddingIdx { get; }

    /// <summary>The largest allowed norm of a row, if there is a limit.</summary>
    public double? MaxNorm { get; }

    /// <summary>The order p of that norm.</summary>
    public double NormType { get; }

    /// <summary>Whether a row's gradient is divided by the number of times that the row is looked up in the batch.</summary>
    public bool ScaleGradByFreq { get; }

    /// <summary>Whether the weight's gradient is sparse.</summary>
    public bool Sparse { get; }

    /// <summary>The rows, [NumEmbeddings, EmbeddingDim].</summary>
    public Parameter Weight { get; set => Assign(ref field, value); }

    /// <summary>An embedding with the given rows, whose memory it shares; <c>Embedding.from_pretrained</c>.</summary>
    /// <param name="embeddings">The rows, a matrix.</param>
    /// <param name="freeze">Whether the rows are excluded from training.</param>
    /// <param name="paddingIdx">The padding row: it gets no gradient, and keeps its values.</param>
    /// <param name="maxNorm">The largest allowed norm: rows with a larger norm are scaled down in place when they are looked up.</param>
    /// <param name="normType">The order p of that norm.</param>
    /// <param name="scaleGradByFreq">Whether a row's gradient is divided by the number of times that the row is looked up in the
    /// batch.</param>
    /// <param name="sparse">Whether the weight's gradient is sparse.</param>
    /// <exception cref="TorchException">The embeddings are not a matrix, or there is no such row for padding.</exception>
    public static Embedding FromPretrained(
        Tensor embeddings, bool freeze = true, long? paddingIdx = null, double? maxNorm = null, double normType = 2, bool scaleGradByFreq = false, bool sparse = false)
    {
        var sides = EmbeddingTable.Sides(embeddings);
        return new(sides, EmbeddingTable.Given(embeddings, freeze), paddingIdx, maxNorm, normType, scaleGradByFreq, sparse, null, null);
    }

    /// <summary>Draws new random values for the rows.</summary>
    public void ResetParameters() => EmbeddingTable.Reset(Weight, PaddingIdx);

    /// <summary>Maps indices of any shape to rows, which adds one dimension.</summary>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Functional.Embedding(input, Weight, PaddingIdx, MaxNorm, NormType, ScaleGradByFreq, Sparse);
    }

    /// <inheritdoc/>
    public override string ExtraRepr()
    {
        var text = $"{NumEmbeddings}, {EmbeddingDim}";
        text += PaddingIdx is { } padding ? $", padding_idx={padding}" : "";
        text += MaxNorm is { } most ? $", max_norm={SettingText.Of(most)}" : "";
        text += NormType != 2 ? $", norm_type={SettingText.Of(NormType)}" : "";
        text += ScaleGradByFreq ? ", scale_grad_by_freq=True" : "";
        return text + (Sparse ? ", sparse=True" : "");
    }
}
