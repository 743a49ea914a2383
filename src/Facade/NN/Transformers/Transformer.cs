namespace LibTorch.NN;

/// <summary>An encoder and a decoder; <c>torch.nn.Transformer</c>.</summary>
/// <remarks>Its hooks see the two sequences, as they do in Python where the masks are given by name.</remarks>
public sealed partial class Transformer : Module<Tensor, Tensor, Tensor>
{
    /// <param name="dModel">E: the width of inputs and output.</param>
    /// <param name="nhead">The number of attention heads.</param>
    /// <param name="numEncoderLayers">The number of the encoder's layers.</param>
    /// <param name="numDecoderLayers">The number of the decoder's layers.</param>
    /// <param name="dimFeedforward">The width between each layer's two linear layers.</param>
    /// <param name="dropout">The probability of dropout, in training; 0.1 without.</param>
    /// <param name="activation">The function between the two linear layers; ReLU without.</param>
    /// <param name="customEncoder">A custom encoder to use instead.</param>
    /// <param name="customDecoder">A custom decoder to use instead.</param>
    /// <param name="layerNormEps">The number that the normalisations add to the variance.</param>
    /// <param name="batchFirst">Whether the batch is the first dimension.</param>
    /// <param name="normFirst">Whether normalisation comes before attention and the linear layers instead of after.</param>
    /// <param name="bias">Whether there are biases.</param>
    /// <param name="device">The parameters' device; the default device unless given.</param>
    /// <param name="dtype">Their dtype; the default dtype unless given.</param>
    /// <exception cref="TorchException">E cannot be divided into the heads.</exception>
    public Transformer(
        long dModel = 512, long nhead = 8, long numEncoderLayers = 6, long numDecoderLayers = 6, long dimFeedforward = 2048, Scalar? dropout = null,
        Activation? activation = null, EncoderModule? customEncoder = null, DecoderModule? customDecoder = null, double layerNormEps = 1e-5,
        bool batchFirst = false, bool normFirst = false, bool bias = true, Device? device = null, DType? dtype = null)
    {
        (DModel, NHead, BatchFirst) = (dModel, nhead, batchFirst);
        var settings = new TransformerSettings(dModel, nhead, dimFeedforward, dropout, activation, layerNormEps, batchFirst, normFirst, bias);
        Encoder = customEncoder
            ?? new TransformerEncoder(new TransformerEncoderLayer(settings, device, dtype), numEncoderLayers, settings.NewNorm(device, dtype));
        Decoder = customDecoder
            ?? new TransformerDecoder(new TransformerDecoderLayer(settings, device, dtype), numDecoderLayers, settings.NewNorm(device, dtype));
        ResetParameters();
    }

    /// <summary>E: the width of inputs and output.</summary>
    public long DModel { get; }

    /// <summary>The number of attention heads.</summary>
    public long NHead { get; }

    /// <summary>Whether the batch is the first dimension.</summary>
    public bool BatchFirst { get; }

    /// <summary>The encoder.</summary>
    public EncoderModule Encoder { get; set => Assign(ref field, value); }

    /// <summary>The decoder.</summary>
    public DecoderModule Decoder { get; set => Assign(ref field, value); }

    /// <summary>
    /// A mask that keeps each position from attending to later ones: minus infinity above the diagonal;
    /// <c>Transformer.generate_square_subsequent_mask</c>.
    /// </summary>
    /// <param name="sz">The number of positions.</param>
    /// <param name="device">The mask's device; the default device unless given.</param>
    /// <param name="dtype">Its dtype; the default dtype unless given.</param>
    /// <returns>[sz, sz].</returns>
    public static Tensor GenerateSquareSubsequentMask(long sz, Device? device = null, DType? dtype = null) => TransformerMasks.Causal(sz, device, dtype);

    /// <summary>Draws new random values for all weights of more than one dimension.</summary>
    public void ResetParameters()
    {
        foreach (var parameter in Parameters().Where(parameter => parameter.NDim > 1))
        {
            Init.XavierUniform_(parameter);
        }
    }

    /// <summary>Applies the module and runs its hooks; <c>transformer(src, tgt)</c>.</summary>
    /// <inheritdoc cref="Forward(Tensor, Tensor, Tensor?, Tensor?, Tensor?, Tensor?, Tensor?, Tensor?, bool?, bool?, bool)"/>
    public Tensor Call(
        Tensor src, Tensor tgt, Tensor? srcMask = null, Tensor? tgtMask = null, Tensor? memoryMask = null, Tensor? srcKeyPaddingMask = null,
        Tensor? tgtKeyPaddingMask = null, Tensor? memoryKeyPaddingMask = null, bool? srcIsCausal = null, bool? tgtIsCausal = null, bool memoryIsCausal = false) => HasHooks
        ? Hooked(src, tgt, srcMask, tgtMask, memoryMask, srcKeyPaddingMask, tgtKeyPaddingMask, memoryKeyPaddingMask, srcIsCausal, tgtIsCausal, memoryIsCausal)
        : Forward(src, tgt, srcMask, tgtMask, memoryMask, srcKeyPaddingMask, tgtKeyPaddingMask, memoryKeyPaddingMask, srcIsCausal, tgtIsCausal, memoryIsCausal);

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input1, Tensor input2) => Forward(input1, input2, null, null, null, null, null, null, null, null, false);

    /// <summary>Computes the module's output. Use <c>Call</c> to run the module: only that runs the hooks.</summary>
    /// <param name="src">The encoder's input: (S, N, E), (N, S, E) where the batch comes first, or (S, E).</param>
    /// <param name="tgt">The decoder's input: (T, N, E), (N, T, E) or (T, E).</param>
    /// <param name="srcMask">(S, S) or (N heads, S, S): bools that are true where a position must not attend, or floats that are added to
    /// the scores.</param>
    /// <param name="tgtMask">(T, T) or (N heads, T, T), the same for the decoder.</param>
    /// <param name="memoryMask">(T, S) or (N heads, T, S), the same for the encoder's output.</param>
    /// <param name="srcKeyPaddingMask">(N, S): bools that are true where a position is ignored, or floats that are added to the
    /// scores.</param>
    /// <param name="tgtKeyPaddingMask">(N, T), the same for the decoder.</param>
    /// <param name="memoryKeyPaddingMask">(N, S), the same for the encoder's output.</param>
    /// <param name="srcIsCausal">Whether <paramref name="srcMask"/> is causal; null to detect it.</param>
    /// <param name="tgtIsCausal">Whether <paramref name="tgtMask"/> is causal; null to detect it.</param>
    /// <param name="memoryIsCausal">A hint that <paramref name="memoryMask"/> is causal.</param>
    /// <returns>A tensor of the shape of <paramref name="tgt"/>.</returns>
    /// <exception cref="TorchException">The shapes do not fit each other.</exception>
    public Tensor Forward(
        Tensor src, Tensor tgt, Tensor? srcMask, Tensor? tgtMask, Tensor? memoryMask, Tensor? srcKeyPaddingMask, Tensor? tgtKeyPaddingMask,
        Tensor? memoryKeyPaddingMask, bool? srcIsCausal, bool? tgtIsCausal, bool memoryIsCausal)
    {
        ArgumentNullException.ThrowIfNull(src);
        ArgumentNullException.ThrowIfNull(tgt);
        var batchDimension = BatchFirst ? 0 : 1;
        if (src.Size(batchDimension) != tgt.Size(batchDimension) && src.NDim == 3)
        {
            throw new TorchException("the batch number of src and tgt must be equal");
        }

        if (src.Size(-1) != DModel || tgt.Size(-1) != DModel)
        {
            throw new TorchException("the feature number of src and tgt must be equal to d_model");
        }

        var memory = Encoder.Call(src, srcMask, srcKeyPaddingMask, srcIsCausal);
        return Decoder.Call(tgt, memory, tgtMask, memoryMask, tgtKeyPaddingMask, memoryKeyPaddingMask, tgtIsCausal, memoryIsCausal);
    }

    private Tensor Hooked(
        Tensor src, Tensor tgt, Tensor? srcMask, Tensor? tgtMask, Tensor? memoryMask, Tensor? srcKeyPaddingMask, Tensor? tgtKeyPaddingMask,
        Tensor? memoryKeyPaddingMask, bool? srcIsCausal, bool? tgtIsCausal, bool memoryIsCausal) =>
        CallWithHooks(
            (src, tgt),
            given => Forward(
                given.Input1, given.Input2, srcMask, tgtMask, memoryMask, srcKeyPaddingMask, tgtKeyPaddingMask, memoryKeyPaddingMask,
                srcIsCausal, tgtIsCausal, memoryIsCausal));
}
