using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>Sums, means or maxima of rows of a matrix, bag by bag; <c>torch.nn.EmbeddingBag</c>.</summary>
public sealed partial class EmbeddingBag : Module<Tensor, Tensor?, Tensor?, Tensor>
{
    /// <param name="numEmbeddings">The number of rows.</param>
    /// <param name="embeddingDim">The length of a row.</param>
    /// <param name="maxNorm">The largest allowed norm: rows with a larger norm are scaled down in place when they are looked up.</param>
    /// <param name="normType">The order p of that norm.</param>
    /// <param name="scaleGradByFreq">Whether a row's gradient is divided by the number of times that the row is looked up in the
    /// batch.</param>
    /// <param name="mode"><c>sum</c>, <c>mean</c> or <c>max</c>.</param>
    /// <param name="sparse">Whether the weight's gradient is sparse.</param>
    /// <param name="includeLastOffset">Whether the last offset is the end of the last bag.</param>
    /// <param name="paddingIdx">The padding row, left out of the reduction: it is initialized to zeros and gets no gradient.</param>
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

    /// <summary>The number of rows.</summary>
    public long NumEmbeddings { get; }

    /// <summary>The length of a row.</summary>
    public long EmbeddingDim { get; }

    /// <summary>The largest allowed norm of a row, if there is a limit.</summary>
    public double? MaxNorm { get; }

    /// <summary>The order p of that norm.</summary>
    public double NormType { get; }

    /// <summary>Whether a row's gradient is divided by the number of times that the row is looked up in the batch.</summary>
    public bool ScaleGradByFreq { get; }

    /// <summary><c>sum</c>, <c>mean</c> or <c>max</c>.</summary>
    public string Mode { get; }

    /// <summary>Whether the weight's gradient is sparse.</summary>
    public bool Sparse { get; }

    /// <summary>Whether the last offset is the end of the last bag.</summary>
    public bool IncludeLastOffset { get; }

    /// <summary>The padding row, if there is one.</summary>
    public long? PaddingIdx { get; }

    /// <summary>The rows, [NumEmbeddings, EmbeddingDim].</summary>
    public Parameter Weight { get; set => Assign(ref field, value); }

    /// <summary>An embedding with the given rows, whose memory it shares; <c>EmbeddingBag.from_pretrained</c>.</summary>
    /// <param name="embeddings">The rows, a matrix.</param>
    /// <param name="freeze">Whether the rows are excluded from training.</param>
    /// <param name="maxNorm">The largest allowed norm: rows with a larger norm are scaled down in place when they are looked up.</param>
    /// <param name="normType">The order p of that norm.</param>
    /// <param name="scaleGradByFreq">Whether a row's gradient is divided by the number of times that the row is looked up in the
    /// batch.</param>
    /// <param name="mode"><c>sum</c>, <c>mean</c> or <c>max</c>.</param>
    /// <param name="sparse">Whether the weight's gradient is sparse.</param>
    /// <param name="includeLastOffset">Whether the last offset is the end of the last bag.</param>
    /// <param name="paddingIdx">The padding row, which is left out of the reduction.</param>
    /// <exception cref="TorchException">The embeddings are not a matrix, or there is no such row for padding.</exception>
    public static EmbeddingBag FromPretrained(
        Tensor embeddings, bool freeze = true, double? maxNorm = null, double normType = 2, bool scaleGradByFreq = false, string mode = "mean",
        bool sparse = false, bool includeLastOffset = false, long? paddingIdx = null)
    {
        var sides = EmbeddingTable.Sides(embeddings);
        return new(sides, EmbeddingTable.Given(embeddings, freeze), maxNorm, normType, scaleGradByFreq, mode, sparse, includeLastOffset, paddingIdx, null, null);
    }

    /// <summary>Applies the module and runs its hooks; all bags have the same length; <c>module(x)</c>.</summary>
    public Tensor Call(Tensor input) => Call(input, null, null);

    /// <summary>Applies the module and runs its hooks; the offsets are the starts of the bags; <c>module(x, offsets)</c>.</summary>
    public Tensor Call(Tensor input, Tensor? offsets) => Call(input, offsets, null);

    /// <summary>Draws new random values for the rows.</summary>
    public void ResetParameters() => EmbeddingTable.Reset(Weight, PaddingIdx);

    /// <summary>
    /// Maps indices, [bags, length] or a vector with the bags' offsets, and an optional factor for each index, to [bags, EmbeddingDim].
    /// </summary>
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
