namespace LibTorch.NN;

/// <summary>
/// Self-attention, attention to the encoder's output, and two linear layers, each with a residual connection;
/// <c>torch.nn.TransformerDecoderLayer</c>.
/// </summary>
public sealed partial class TransformerDecoderLayer : DecoderModule
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
    public TransformerDecoderLayer(
        long dModel, long nhead, long dimFeedforward = 2048, Scalar? dropout = null, Activation? activation = null, double layerNormEps = 1e-5,
        bool batchFirst = false, bool normFirst = false, bool bias = true, Device? device = null, DType? dtype = null)
        : this(new TransformerSettings(dModel, nhead, dimFeedforward, dropout, activation, layerNormEps, batchFirst, normFirst, bias), device, dtype)
    {
    }

    internal TransformerDecoderLayer(TransformerSettings settings, Device? device, DType? dtype)
    {
        (_settings, _function) = (settings, settings.Function);
        (SelfAttn, MultiheadAttn) = (settings.NewAttention(device, dtype), settings.NewAttention(device, dtype));
        (Linear1, Dropout) = (settings.NewLinear1(device, dtype), settings.NewDropout());
        Linear2 = settings.NewLinear2(device, dtype);
        (Norm1, Norm2, Norm3) = (settings.NewNorm(device, dtype), settings.NewNorm(device, dtype), settings.NewNorm(device, dtype));
        (Dropout1, Dropout2, Dropout3) = (settings.NewDropout(), settings.NewDropout(), settings.NewDropout());
        Activation = _function.Module;
    }

    /// <summary>Whether normalisation comes first.</summary>
    public bool NormFirst => _settings.NormFirst;

    /// <summary>Attention to the sequence itself.</summary>
    public MultiheadAttention SelfAttn { get; set => Assign(ref field, value); }

    /// <summary>Attention to the encoder's output.</summary>
    public MultiheadAttention MultiheadAttn { get; set => Assign(ref field, value); }

    /// <summary>The first linear layer.</summary>
    public Linear Linear1 { get; set => Assign(ref field, value); }

    /// <summary>Dropout between the linear layers.</summary>
    public Dropout Dropout { get; set => Assign(ref field, value); }

    /// <summary>The second linear layer.</summary>
    public Linear Linear2 { get; set => Assign(ref field, value); }

    /// <summary>The normalisation at self-attention.</summary>
    public LayerNorm Norm1 { get; set => Assign(ref field, value); }

    /// <summary>The normalisation at the attention to the encoder's output.</summary>
    public LayerNorm Norm2 { get; set => Assign(ref field, value); }

    /// <summary>The normalisation at the linear layers.</summary>
    public LayerNorm Norm3 { get; set => Assign(ref field, value); }

    /// <summary>Dropout after self-attention.</summary>
    public Dropout Dropout1 { get; set => Assign(ref field, value); }

    /// <summary>Dropout after the attention to the encoder's output.</summary>
    public Dropout Dropout2 { get; set => Assign(ref field, value); }

    /// <summary>Dropout after the linear layers.</summary>
    public Dropout Dropout3 { get; set => Assign(ref field, value); }

    /// <summary>The function between the linear layers, where it is a module.</summary>
    public Module<Tensor, Tensor>? Activation { get; set; }

    /// <inheritdoc/>
    public override Tensor Forward(
        Tensor tgt, Tensor memory, Tensor? tgtMask, Tensor? memoryMask, Tensor? tgtKeyPaddingMask, Tensor? memoryKeyPaddingMask,
        bool? tgtIsCausal, bool memoryIsCausal)
    {
        ArgumentNullException.ThrowIfNull(tgt);
        ArgumentNullException.ThrowIfNull(memory);
        Tensor Looked(Tensor x) => Dropout1.Call(SelfAttn.Call(x, x, x, tgtKeyPaddingMask, needWeights: false, tgtMask, isCausal: tgtIsCausal == true).Output);
        Tensor Asked(Tensor x) =>
            Dropout2.Call(MultiheadAttn.Call(x, memory, memory, memoryKeyPaddingMask, needWeights: false, memoryMask, isCausal: memoryIsCausal).Output);
        if (NormFirst)
        {
            tgt += Looked(Norm1.Call(tgt));
            tgt += Asked(Norm2.Call(tgt));
            return tgt + FedForward(Norm3.Call(tgt));
        }

        tgt = Norm1.Call(tgt + Looked(tgt));
        tgt = Norm2.Call(tgt + Asked(tgt));
        return Norm3.Call(tgt + FedForward(tgt));
    }

    private Tensor FedForward(Tensor x) => Dropout3.Call(Linear2.Call(Dropout.Call(_function.Apply(Activation, Linear1.Call(x)))));
}
