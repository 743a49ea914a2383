namespace LibTorch.NN;

/// <summary>
/// Scales the last dimensions so that the mean of their squares is 1; <c>torch.nn.RMSNorm</c>. It also works where the running PyTorch has
/// no such layer.
/// </summary>
public sealed partial class RMSNorm : Module<Tensor, Tensor>
{
    private readonly long[] _normalizedShape;

    /// <param name="normalizedShape">The extents of the last dimensions.</param>
    /// <param name="eps">Added to the mean of squares; unless given, the machine epsilon of the dtype that is computed in.</param>
    /// <param name="elementwiseAffine">Whether there is a weight.</param>
    /// <param name="device">The weight's device; the default device unless given.</param>
    /// <param name="dtype">Its dtype; the default dtype unless given.</param>
    public RMSNorm(IntList normalizedShape, double? eps = null, bool elementwiseAffine = true, Device? device = null, DType? dtype = null)
    {
        _normalizedShape = normalizedShape.Repeated(1);
        (Eps, ElementwiseAffine) = (eps, elementwiseAffine);
        Weight = elementwiseAffine ? new Parameter(Torch.Empty(_normalizedShape, dtype: dtype, device: device)) : null;
        ResetParameters();
    }

    /// <summary>The extents of the last dimensions.</summary>
    public IReadOnlyList<long> NormalizedShape => _normalizedShape;

    /// <summary>Added to the mean of squares, if it was given.</summary>
    public double? Eps { get; set; }

    /// <summary>Whether there is a weight.</summary>
    public bool ElementwiseAffine { get; }

    /// <summary>The scale applied after normalisation, of the normalized shape.</summary>
    public Parameter? Weight { get; set => AssignOptional(ref field, value); }

    /// <summary>Sets the weight to ones.</summary>
    public void ResetParameters() => Init.Plain(Weight, bias: null);

    /// <summary>A tensor of the input's shape.</summary>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Functional.RmsNorm(input, _normalizedShape, Weight, Eps);
    }

    /// <inheritdoc/>
    public override string ExtraRepr() =>
        $"{SettingText.Of(_normalizedShape)}, eps={SettingText.Of(Eps)}, elementwise_affine={SettingText.Of(ElementwiseAffine)}";
}
