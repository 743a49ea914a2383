namespace LibTorch.NN;

/// <summary>The product with a matrix, and a bias; <c>torch.nn.Linear</c>.</summary>
public partial class Linear : Module<Tensor, Tensor>
{
    /// <param name="inFeatures">The number of input features.</param>
    /// <param name="outFeatures">The number of output features.</param>
    /// <param name="bias">Whether a bias is added.</param>
    /// <param name="device">The parameters' device; the default device unless given.</param>
    /// <param name="dtype">Their dtype; the default dtype unless given.</param>
    public Linear(long inFeatures, long outFeatures, bool bias = true, Device? device = null, DType? dtype = null)
    {
        (InFeatures, OutFeatures) = (inFeatures, outFeatures);
        Weight = new Parameter(Torch.Empty([outFeatures, inFeatures], dtype: dtype, device: device));
        Bias = bias ? new Parameter(Torch.Empty([outFeatures], dtype: dtype, device: device)) : null;
        ResetParameters();
    }

    /// <summary>The number of input features.</summary>
    public long InFeatures { get; }

    /// <summary>The number of output features.</summary>
    public long OutFeatures { get; }

    /// <summary>The matrix, [OutFeatures, InFeatures].</summary>
    public Parameter Weight { get; set => Assign(ref field, value); }

    /// <summary>The bias, [OutFeatures], if there is one.</summary>
    public Parameter? Bias { get; set => AssignOptional(ref field, value); }

    /// <summary>Draws new random values for the parameters.</summary>
    public void ResetParameters()
    {
        Init.KaimingUniform_(Weight, Math.Sqrt(5));
        if (Bias is not null)
        {
            var bound = InFeatures > 0 ? 1 / Math.Sqrt(InFeatures) : 0;
            Init.Uniform_(Bias, -bound, bound);
        }
    }

    /// <summary>Maps [..., InFeatures] to [..., OutFeatures].</summary>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Functional.Linear(input, Weight, Bias);
    }

    /// <inheritdoc/>
    public override string ExtraRepr() =>
        $"in_features={InFeatures}, out_features={OutFeatures}, bias={SettingText.Of(Bias is not null)}";
}
