namespace LibTorch.NN;

/// <summary>Shifts and scales the last dimensions to mean 0 and variance 1; <c>torch.nn.LayerNorm</c>.</summary>
public sealed partial class LayerNorm : Module<Tensor, Tensor>
{
    private readonly long[] _normalizedShape;

    /// <param name="normalizedShape">The extents of the last dimensions.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <param name="elementwiseAffine">Whether there is a weight.</param>
    /// <param name="bias">Whether there is a bias in addition to the weight.</param>
    /// <param name="device">The parameters' device; the default device unless given.</param>
    /// <param name="dtype">Their dtype; the default dtype unless given.</param>
    public LayerNorm(IntList normalizedShape, double eps = 1e-5, bool elementwiseAffine = true, bool bias = true, Device? device = null, DType? dtype = null)
    {
        _normalizedShape = normalizedShape.Repeated(1);
        (Eps, ElementwiseAffine) = (eps, elementwiseAffine);
        Weight = elementwiseAffine ? new Parameter(Torch.Empty(_normalizedShape, dtype: dtype, device: device)) : null;
        Bias = elementwiseAffine && bias ? new Parameter(Torch.Empty(_normalizedShape, dtype: dtype, device: device)) : null;
        ResetParameters();
    }

    /// <summary>The extents of the last dimensions.</summary>
    public IReadOnlyList<long> NormalizedShape => _normalizedShape;

    /// <summary>Added to the variance.</summary>
    public double Eps { get; set; }

    /// <summary>Whether there is a weight.</summary>
    public bool ElementwiseAffine { get; }

    /// <summary>The scale applied after normalisation, of the normalized shape.</summary>
    public Parameter? Weight { get; set => AssignOptional(ref field, value); }

    /// <summary>The bias added after normalisation, of the normalized shape.</summary>
    public Parameter? Bias { get; set => AssignOptional(ref field, value); }

    /// <summary>Sets the weight to ones and the bias to zeros.</summary>
    public void ResetParameters() => Init.Plain(Weight, Bias);

    /// <summary>A tensor of the input's shape.</summary>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Functional.LayerNorm(input, _normalizedShape, Weight, Bias, Eps);
    }

    /// <inheritdoc/>
    public override string ExtraRepr() =>
        $"{SettingText.Of(_normalizedShape)}, eps={SettingText.Of(Eps)}, elementwise_affine={SettingText.Of(ElementwiseAffine)}{SettingText.OfBias(Bias)}";
}
