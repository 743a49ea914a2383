namespace LibTorch.NN;

/// <summary>A row of a matrix for each number; <c>torch.nn.Embedding</c>.</summary>
public sealed partial class Embedding : Module<Tensor, Tensor>
{
    /// <param name="numEmbeddings">How many rows there are.</param>
    /// <param name="embeddingDim">How long each is.</param>
    /// <param name="paddingIdx">The row that stands for nothing: it starts as zeros and gets no gradient.</param>
    /// <param name="maxNorm">The most that a row's norm may be: longer ones are shortened when they are read.</param>
    /// <param name="normType">Which norm that is.</param>
    /// <param name="scaleGradByFreq">Whether gradients are divided by how often the row is read in the batch.</param>
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

    /// <summary>How many rows there are.</summary>
    public long NumEmbeddings { get; }

    /// <summary>How long each is.</summary>
    public long EmbeddingDim { get; }

    /// <summary>The row that stands for nothing, if there is one.</summary>
    public long? PaddingIdx { get; }

    /// <summary>The most that a row's norm may be, if there is such a bound.</summary>
    public double? MaxNorm { get; }

    /// <summary>Which norm that is.</summary>
    public double NormType { get; }

    /// <summary>Whether gradients are divided by how often the row is read in the batch.</summary>
    public bool ScaleGradByFreq { get; }

    /// <summary>Whether the weight's gradient is sparse.</summary>
    public bool Sparse { get; }

    /// <summary>The rows, [NumEmbeddings, EmbeddingDim].</summary>
    public Parameter Weight { get; }

    /// <summary>An embedding of rows that are there already; <c>Embedding.from_pretrained</c>. It has their memory.</summary>
    /// <param name="embeddings">The rows, a matrix.</param>
    /// <param name="freeze">Whether they are not trained.</param>
    /// <param name="paddingIdx">The row that stands for nothing: it gets no gradient, and keeps its values.</param>
    /// <param name="maxNorm">The most that a row's norm may be: longer ones are shortened when they are read.</param>
    /// <param name="normType">Which norm that is.</param>
    /// <param name="scaleGradByFreq">Whether gradients are divided by how often the row is read in the batch.</param>
    /// <param name="sparse">Whether the weight's gradient is sparse.</param>
    /// <exception cref="TorchException">What is given is no matrix, or there is no such row for padding.</exception>
    public static Embedding FromPretrained(
        Tensor embeddings, bool freeze = true, long? paddingIdx = null, double? maxNorm = null, double normType = 2, bool scaleGradByFreq = false, bool sparse = false)
    {
        var sides = EmbeddingTable.Sides(embeddings);
        return new(sides, EmbeddingTable.Given(embeddings, freeze), paddingIdx, maxNorm, normType, scaleGradByFreq, sparse, null, null);
    }

    /// <summary>Draws new random values for the rows.</summary>
    public void ResetParameters() => EmbeddingTable.Reset(Weight, PaddingIdx);

    /// <summary>Integers of any shape to rows: one dimension more.</summary>
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
