using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>Shifts and scales groups of channels to mean 0 and variance 1; <c>torch.nn.GroupNorm</c>.</summary>
public sealed partial class GroupNorm : Module<Tensor, Tensor>
{
    /// <param name="numGroups">The number of groups of channels.</param>
    /// <param name="numChannels">How many channels there are.</param>
    /// <param name="eps">Added to the variance.</param>
    /// <param name="affine">Whether there is a weight.</param>
    /// <param name="device">The parameters' device; the default device unless given.</param>
    /// <param name="dtype">Their dtype; the default dtype unless given.</param>
    /// <param name="bias">Whether there is a bias in addition to the weight.</param>
    /// <exception cref="TorchValueException">The channels do not fit the groups.</exception>
    /// <exception cref="DivideByZeroException">There are no groups.</exception>
    public GroupNorm(long numGroups, long numChannels, double eps = 1e-5, bool affine = true, Device? device = null, DType? dtype = null, bool bias = true)
    {
        if (numChannels % numGroups != 0)
        {
            throw new TorchValueException(
                LibraryCalls.IsAtLeast(2, 14) ? $"num_channels ({numChannels}) must be divisible by num_groups ({numGroups})" : "num_channels must be divisible by num_groups");
        }

        (NumGroups, NumChannels, Eps, Affine) = (numGroups, numChannels, eps, affine);
        Weight = affine ? new Parameter(Torch.Empty([numChannels], dtype: dtype, device: device)) : null;
        Bias = affine && bias ? new Parameter(Torch.Empty([numChannels], dtype: dtype, device: device)) : null;
        ResetParameters();
    }

    /// <summary>The number of groups of channels.</summary>
    public long NumGroups { get; }

    /// <summary>How many channels there are.</summary>
    public long NumChannels { get; }

    /// <summary>Added to the variance.</summary>
    public double Eps { get; set; }

    /// <summary>Whether there is a weight.</summary>
    public bool Affine { get; }

    /// <summary>The scale applied after normalisation, [NumChannels].</summary>
    public Parameter? Weight { get; set => AssignOptional(ref field, value); }

    /// <summary>The bias added after normalisation, [NumChannels].</summary>
    public Parameter? Bias { get; set => AssignOptional(ref field, value); }

    /// <summary>Sets the weight to ones and the bias to zeros.</summary>
    public void ResetParameters() => Init.Plain(Weight, Bias);

    /// <summary>A tensor of the input's shape, [batch, NumChannels, ...].</summary>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Functional.GroupNorm(input, NumGroups, Weight, Bias, Eps);
    }

    /// <inheritdoc/>
    public override string ExtraRepr() =>
        $"{NumGroups}, {NumChannels}, eps={SettingText.Of(Eps)}, affine={SettingText.Of(Affine)}{SettingText.OfBias(Bias)}";
}
