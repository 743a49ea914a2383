using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>A bilinear product of two inputs, with one matrix per output, and a bias; <c>torch.nn.Bilinear</c>.</summary>
public sealed partial class Bilinear : Module<Tensor, Tensor, Tensor>
{
    /// <param name="in1Features">The number of features of the first input.</param>
    /// <param name="in2Features">The number of features of the second input.</param>
    /// <param name="outFeatures">The number of output features.</param>
    /// <param name="bias">Whether a bias is added.</param>
    /// <param name="device">The parameters' device; the default device unless given.</param>
    /// <param name="dtype">Their dtype; the default dtype unless given.</param>
    /// <exception cref="TorchValueException">The first input has no features.</exception>
    public Bilinear(long in1Features, long in2Features, long outFeatures, bool bias = true, Device? device = null, DType? dtype = null)
    {
        (In1Features, In2Features, OutFeatures) = (in1Features, in2Features, outFeatures);
        Weight = new Parameter(Torch.Empty([outFeatures, in1Features, in2Features], dtype: dtype, device: device));
        Bias = bias ? new Parameter(Torch.Empty([outFeatures], dtype: dtype, device: device)) : null;
        ResetParameters();
    }

    /// <summary>The number of features of the first input.</summary>
    public long In1Features { get; }

    /// <summary>The number of features of the second input.</summary>
    public long In2Features { get; }

    /// <summary>The number of output features.</summary>
    public long OutFeatures { get; }

    /// <summary>The matrices, [OutFeatures, In1Features, In2Features].</summary>
    public Parameter Weight { get; set => Assign(ref field, value); }

    /// <summary>The bias, [OutFeatures], if there is one.</summary>
    public Parameter? Bias { get; set => AssignOptional(ref field, value); }

    /// <summary>Draws new random values for the parameters.</summary>
    /// <exception cref="TorchValueException">The first input has no features.</exception>
    /// <exception cref="DivideByZeroException">The first input has no features, before libtorch 2.14.</exception>
    public void ResetParameters()
    {
        if (In1Features <= 0)
        {
            throw LibraryCalls.IsAtLeast(2, 14)
                ? new TorchValueException($"in1_features must be > 0, but got (in1_features={In1Features})")
                : new DivideByZeroException("float division by zero");
        }

        var bound = 1 / Math.Sqrt(In1Features);
        Init.Uniform_(Weight, -bound, bound);
        if (Bias is not null)
        {
            Init.Uniform_(Bias, -bound, bound);
        }
    }

    /// <summary>[..., In1Features] and [..., In2Features] to [..., OutFeatures].</summary>
    public override Tensor Forward(Tensor input1, Tensor input2)
    {
        ArgumentNullException.ThrowIfNull(input1);
        ArgumentNullException.ThrowIfNull(input2);
        return Functional.Bilinear(input1, input2, Weight, Bias);
    }

    /// <inheritdoc/>
    public override string ExtraRepr() =>
        $"in1_features={In1Features}, in2_features={In2Features}, out_features={OutFeatures}, bias={SettingText.Of(Bias is not null)}";
}
