using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>Sums, means or maxima of rows of a matrix, bag by bag; <c>torch.nn.EmbeddingBag</c>.</summary>
public sealed partial class EmbeddingBag : Module<Tensor, Tensor?, Tensor?, Tensor>
{
    /// <param name="numEmbeddings">How many rows there are.</param>
    /// <param name="embeddingDim">How long each is.</param>
    /// <param name="maxNorm">The most that a row's norm may be: longer ones are shortened when they are read.</param>
    /// <param name="normType">Which norm that is.</param>
    /// <param name="scaleGradByFreq">Whether gradients are divided by how often the row is read in the batch.</param>
    /// <param name="mode"><c>sum</c>, <c>mean</c> or <c>max</c>.</param>
    /// <param name="sparse">Whether the weight's gradient is sparse.</param>
    /// <param name="includeLastOffset">Whether the last offset is where the last bag ends.</param>
    /// <param name="paddingIdx">The row that takes no part: it starts as zeros and gets no gradient.</param>
    /// <param name="device">The weight's device; the default device unless given.</param>
    /// <param name="dtype">Its dtype; the default dtype unless given.</param>
    /// <exception cref="TorchException">There is no such row for padding.</exception>
    public EmbeddingBag(
        long numEmbeddings, long embeddingDim, double? maxNorm = null, double normType = 2, bool scaleGradByFreq = false, string mode = "mean",
        bool sparse = false, bool includeLastOffset = false, long? paddingIdx = null, Device? device = null, DType? dtype = null)
        : this((numEmbeddings, embeddingDim), null, maxNorm, normType, scaleGradByFreq, mode, sparse, includeLastOffset, paddingIdx, device, dtype) =>
        ResetParameters();

    private EmbeddingBag(
        (long Rows, long Columns) sides, Parameter? weight, double? maxNorm, double normType, bool scaleGradByFreq, string mode,
        bool sparse, bool includeLastOffset, long? paddingIdx, Device? device, DType? dtype)
    {
        (NumEmbeddings, EmbeddingDim) = sides;
        PaddingIdx = EmbeddingTable.PaddingRow(paddingIdx, sides.Rows, "padding_idx");
        (MaxNorm, NormType, ScaleGradByFreq, Mode, Sparse, IncludeLastOffset) = (maxNorm, normType, scaleGradByFreq, mode, sparse, includeLastOffset);
        Weight = weight ?? new Parameter(Torch.Empty([sides.Rows, sides.Columns], dtype: dtype, device: device));
    }

    /// <summary>How many rows there are.</summary>
    public long NumEmbeddings { get; }

    /// <summary>How long each is.</summary>
    public long EmbeddingDim { get; }

    /// <summary>The most that a row's norm may be, if there is such a bound.</summary>
    public double? MaxNorm { get; }

    /// <summary>Which norm that is.</summary>
    public double NormType { get; }

    /// <summary>Whether gradients are divided by how often the row is read in the batch.</summary>
    public bool ScaleGradByFreq { get; }

    /// <summary><c>sum</c>, <c>mean</c> or <c>max</c>.</summary>
    public string Mode { get; }

    /// <summary>Whether the weight's gradient is sparse.</summary>
    public bool Sparse { get; }

    /// <summary>Whether the last offset is where the last bag ends.</summary>
    public bool IncludeLastOffset { get; }

    /// <summary>The row that takes no part, if there is one.</summary>
    public long? PaddingIdx { get; }

    /// <summary>The rows, [NumEmbeddings, EmbeddingDim].</summary>
    public Parameter Weight { get; }

    /// <summary>An embedding of rows that are there already; <c>EmbeddingBag.from_pretrained</c>. It has their memory.</summary>
    /// <param name="embeddings">The rows, a matrix.</param>
    /// <param name="freeze">Whether they are not trained.</param>
    /// <param name="maxNorm">The most that a row's norm may be: longer ones are shortened when they are read.</param>
    /// <param name="normType">Which norm that is.</param>
    /// <param name="scaleGradByFreq">Whether gradients are divided by how often the row is read in the batch.</param>
    /// <param name="mode"><c>sum</c>, <c>mean</c> or <c>max</c>.</param>
    /// <param name="sparse">Whether the weight's gradient is sparse.</param>
    /// <param name="includeLastOffset">Whether the last offset is where the last bag ends.</param>
    /// <param name="paddingIdx">The row that takes no part.</param>
    /// <exception cref="TorchException">What is given is no matrix, or there is no such row for padding.</exception>
    public static EmbeddingBag FromPretrained(
        Tensor embeddings, bool freeze = true, double? maxNorm = null, double normType = 2, bool scaleGradByFreq = false, string mode = "mean",
        bool sparse = false, bool includeLastOffset = false, long? paddingIdx = null)
    {
        var sides = EmbeddingTable.Sides(embeddings);
        return new(sides, EmbeddingTable.Given(embeddings, freeze), maxNorm, normType, scaleGradByFreq, mode, sparse, includeLastOffset, paddingIdx, null, null);
    }

    /// <summary>Applies the module and runs its hooks, to bags of one length; <c>module(x)</c>.</summary>
    public Tensor Call(Tensor input) => Call(input, null, null);

    /// <summary>Applies the module and runs its hooks, to bags that begin where the offsets say; <c>module(x, offsets)</c>.</summary>
    public Tensor Call(Tensor input, Tensor? offsets) => Call(input, offsets, null);

    /// <summary>Draws new random values for the rows.</summary>
    public void ResetParameters() => EmbeddingTable.Reset(Weight, PaddingIdx);

    /// <summary>Row numbers, [bags, length] or a vector, offsets that divide the vector, and a factor for each row number, to [bags, EmbeddingDim].</summary>
    /// <exception cref="TorchValueException">The inputs do not fit each other, or there is no such mode.</exception>
    public override Tensor Forward(Tensor input1, Tensor? input2, Tensor? input3)
    {
        ArgumentNullException.ThrowIfNull(input1);
        return Functional.EmbeddingBag(
            input1, Weight, input2, MaxNorm, NormType, ScaleGradByFreq, Mode, Sparse, input3, IncludeLastOffset, PaddingIdx);
    }

    /// <inheritdoc/>
    public override string ExtraRepr()
    {
        var text = $"{NumEmbeddings}, {EmbeddingDim}";
        text += MaxNorm is { } most ? $", max_norm={SettingText.Of(most)}" : "";
        text += NormType != 2 ? $", norm_type={SettingText.Of(NormType)}" : "";
        text += ScaleGradByFreq ? ", scale_grad_by_freq=True" : "";
        text += $", mode={(LibraryCalls.IsAtLeast(2, 0) ? SettingText.Of(Mode) : Mode)}";
        return text + (PaddingIdx is { } padding ? $", padding_idx={padding}" : "");
    }
}
