namespace LibTorch.NN;

/// <summary>Negative elements are multiplied by a learned slope; <c>torch.nn.PReLU</c>.</summary>
public sealed partial class PReLU : Module<Tensor, Tensor>
{
    private readonly double _init;

    /// <param name="numParameters">1 for one slope, or a slope for each channel.</param>
    /// <param name="init">The slopes' initial value.</param>
    /// <param name="device">The slopes' device; the default device unless given.</param>
    /// <param name="dtype">Their dtype; the default dtype unless given.</param>
    public PReLU(long numParameters = 1, double init = 0.25, Device? device = null, DType? dtype = null)
    {
        (NumParameters, _init) = (numParameters, init);
        Weight = new Parameter(Torch.Empty([numParameters], dtype: dtype, device: device));
        ResetParameters();
    }

    /// <summary>How many slopes there are.</summary>
    public long NumParameters { get; }

    /// <summary>The slopes below 0, [NumParameters].</summary>
    public Parameter Weight { get; set => Assign(ref field, value); }

    /// <summary>Resets the slopes to their initial value.</summary>
    public void ResetParameters() => Init.Constant_(Weight, _init);

    /// <summary>A tensor of the input's shape.</summary>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Functional.Prelu(input, Weight);
    }

    /// <inheritdoc/>
    public override string ExtraRepr() => $"num_parameters={NumParameters}";
}
