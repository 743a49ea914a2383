namespace LibTorch.NN;

/// <summary>The common settings of a transformer's layers, and their parts.</summary>
internal readonly record struct TransformerSettings(
    long DModel, long NHead, long DimFeedforward, Scalar? Dropout, Activation? Activation, double LayerNormEps, bool BatchFirst, bool NormFirst, bool Bias)
{
    public Activation Function => Activation ?? "relu";

    private Scalar Probability => Dropout ?? 0.1;

    public MultiheadAttention NewAttention(Device? device, DType? dtype) =>
        new(DModel, NHead, Probability.ToDouble(), Bias, batchFirst: BatchFirst, device: device, dtype: dtype);

    /// <summary>The linear layer that widens the input.</summary>
    public Linear NewLinear1(Device? device, DType? dtype) => new(DModel, DimFeedforward, Bias, device, dtype);

    /// <summary>The linear layer that returns to the original width.</summary>
    public Linear NewLinear2(Device? device, DType? dtype) => new(DimFeedforward, DModel, Bias, device, dtype);

    public LayerNorm NewNorm(Device? device, DType? dtype) => new(DModel, LayerNormEps, bias: Bias, device: device, dtype: dtype);

    public Dropout NewDropout() => new(Probability);
}
