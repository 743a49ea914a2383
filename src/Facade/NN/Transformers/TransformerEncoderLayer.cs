using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>Self-attention and two linear layers, each with a residual connection; <c>torch.nn.TransformerEncoderLayer</c>.</summary>
public sealed partial class TransformerEncoderLayer : EncoderModule
{
    private readonly TransformerSettings _settings;
    private readonly Activation _function;

    /// <param name="dModel">E: the width of input and output.</param>
    /// <param name="nhead">The number of attention heads.</param>
    /// <param name="dimFeedforward">The width between the two linear layers.</param>
    /// <param name="dropout">The probability of dropout, in training; 0.1 without.</param>
    /// <param name="activation">The function between the two linear layers; ReLU without.</param>
    /// <param name="layerNormEps">The number that the normalisations add to the variance.</param>
    /// <param name="batchFirst">Whether the batch is the first dimension.</param>
    /// <param name="normFirst">Whether normalisation comes before attention and the linear layers instead of after.</param>
    /// <param name="bias">Whether there are biases.</param>
    /// <param name="device">The parameters' device; the default device unless given.</param>
    /// <param name="dtype">Their dtype; the default dtype unless given.</param>
    /// <exception cref="TorchException">E cannot be divided into the heads.</exception>
    public TransformerEncoderLayer(
        long dModel, long nhead, long dimFeedforward = 2048, Scalar? dropout = null, Activation? activation = null, double layerNormEps = 1e-5,
        bool batchFirst = false, bool normFirst = false, bool bias = true, Device? device = null, DType? dtype = null)
        : this(new TransformerSettings(dModel, nhead, dimFeedforward, dropout, activation, layerNormEps, batchFirst, normFirst, bias), device, dtype)
    {
    }

    internal TransformerEncoderLayer(TransformerSettings settings, Device? device, DType? dtype)
    {
        (_settings, _function) = (settings, settings.Function);
        SelfAttn = settings.NewAttention(device, dtype);
        (Linear1, Dropout) = (settings.NewLinear1(device, dtype), settings.NewDropout());
        Linear2 = settings.NewLinear2(device, dtype);
        (Norm1, Norm2) = (settings.NewNorm(device, dtype), settings.NewNorm(device, dtype));
        (Dropout1, Dropout2, Activation) = (settings.NewDropout(), settings.NewDropout(), _function.Module);
    }

    /// <summary>Whether normalisation comes first.</summary>
    public bool NormFirst => _settings.NormFirst;

    /// <summary>Attention.</summary>
    public MultiheadAttention SelfAttn { get; set => Assign(ref field, value); }

    /// <summary>The first linear layer.</summary>
    public Linear Linear1 { get; set => Assign(ref field, value); }

    /// <summary>Dropout between the linear layers.</summary>
    public Dropout Dropout { get; set => Assign(ref field, value); }

    /// <summary>The second linear layer.</summary>
    public Linear Linear2 { get; set => Assign(ref field, value); }

    /// <summary>The normalisation at attention.</summary>
    public LayerNorm Norm1 { get; set => Assign(ref field, value); }

    /// <summary>The normalisation at the linear layers.</summary>
    public LayerNorm Norm2 { get; set => Assign(ref field, value); }

    /// <summary>Dropout after attention.</summary>
    public Dropout Dropout1 { get; set => Assign(ref field, value); }

    /// <summary>Dropout after the linear layers.</summary>
    public Dropout Dropout2 { get; set => Assign(ref field, value); }

    /// <summary>The function between the linear layers, where it is a module.</summary>
    public Module<Tensor, Tensor>? Activation { get; set; }

    /// <summary>Whether libtorch's fused layer supports the activation.</summary>
    internal bool HasKnownActivation => _function.IsRelu || _function.IsGelu;

    /// <summary>Applies the layer and runs its hooks; <c>layer(src, src_mask)</c>.</summary>
    /// <param name="src">(S, N, E), (N, S, E) where the batch comes first, or (S, E).</param>
    /// <param name="srcMask">(S, S) or (N heads, S, S): bools that are true where a position must not attend, or floats that are added to
    /// the scores.</param>
    /// <param name="srcKeyPaddingMask">(N, S): bools that are true where a position is ignored, or floats that are added to the
    /// scores.</param>
    /// <param name="isCausal">A hint that the mask is causal.</param>
    /// <returns>A tensor of the input's shape.</returns>
    /// <exception cref="TorchException">The shapes do not fit each other.</exception>
    public Tensor Call(Tensor src, Tensor? srcMask = null, Tensor? srcKeyPaddingMask = null, bool isCausal = false) =>
        base.Call(src, srcMask, srcKeyPaddingMask, isCausal);

    /// <inheritdoc/>
    /// <remarks>In evaluation mode, without gradients, the layer is a single operator of libtorch, as in Python.</remarks>
    public override Tensor Forward(Tensor src, Tensor? mask, Tensor? srcKeyPaddingMask, bool? isCausal)
    {
        ArgumentNullException.ThrowIfNull(src);
        (mask, srcKeyPaddingMask) = TransformerMasks.Canonical(src, mask, "src_mask", srcKeyPaddingMask, "src_key_padding_mask");
        if (IsFast(src, mask, srcKeyPaddingMask))
        {
            return Fused(src, mask, srcKeyPaddingMask);
        }

        if (NormFirst)
        {
            src += Attended(Norm1.Call(src), mask, srcKeyPaddingMask, isCausal);
            return src + FedForward(Norm2.Call(src));
        }

        src = Norm1.Call(src + Attended(src, mask, srcKeyPaddingMask, isCausal));
        return Norm2.Call(src + FedForward(src));
    }

    /// <summary>Whether operations on the input and this layer's parameters are recorded for a backward pass.</summary>
    internal bool IsRecorded(Tensor src) => AttentionFastPath.IsRecorded(FusedArguments(src));

    private Tensor Attended(Tensor x, Tensor? mask, Tensor? padding, bool? isCausal) =>
        Dropout1.Call(SelfAttn.Call(x, x, x, padding, needWeights: false, mask, isCausal: isCausal == true).Output);

    private Tensor FedForward(Tensor x) => Dropout2.Call(Linear2.Call(Dropout.Call(_function.Apply(Activation, Linear1.Call(x)))));

    private bool IsFast(Tensor src, Tensor? mask, Tensor? padding) =>
        !Training && src.NDim == 3 && SelfAttn is { BatchFirst: true, InProjBias: not null } && HasKnownActivation && SelfAttn.NumHeads % 2 == 0
        && (mask is null || LibraryCalls.IsAtLeast(2, 0))
        && !(src.IsNested && (mask is not null || padding is not null))
        && !AttentionFastPath.IsAutocast && AttentionFastPath.AreReachable(FusedArguments(src)) && !IsRecorded(src)
        && !(LibraryCalls.IsAtLeast(2, 6) && Modules.Any(module => module.HasHooks));

    private Tensor Fused(Tensor src, Tensor? mask, Tensor? padding)
    {
        var (merged, kind) = AttentionFastPath.Merged(SelfAttn, src, padding, mask);
        return Torch._TransformerEncoderLayerFwd(
            src, SelfAttn.EmbedDim, SelfAttn.NumHeads, SelfAttn.InProjWeight!, SelfAttn.InProjBias!, SelfAttn.OutProj.Weight, SelfAttn.OutProj.Bias!,
            _function.IsGelu, NormFirst, Norm1.Eps, Norm1.Weight!, Norm1.Bias!, Norm2.Weight!, Norm2.Bias!,
            Linear1.Weight, Linear1.Bias!, Linear2.Weight, Linear2.Bias!, merged, kind);
    }

    private Tensor?[] FusedArguments(Tensor src) =>
    [
        src, SelfAttn.InProjWeight, SelfAttn.InProjBias, SelfAttn.OutProj.Weight, SelfAttn.OutProj.Bias, Norm1.Weight, Norm1.Bias, Norm2.Weight, Norm2.Bias,
        Linear1.Weight, Linear1.Bias, Linear2.Weight, Linear2.Bias,
    ];
}
