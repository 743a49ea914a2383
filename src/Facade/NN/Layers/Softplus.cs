using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>A smooth approximation of ReLU; <c>torch.nn.Softplus</c>.</summary>
/// <param name="beta">How steep it is; 1 without.</param>
/// <param name="threshold">Above it, times beta, the function is linear; 20 without.</param>
public sealed partial class Softplus(Scalar? beta = null, Scalar? threshold = null) : Module<Tensor, Tensor>
{
    /// <summary>How steep it is.</summary>
    public Scalar Beta { get; } = beta ?? Standard(1);

    /// <summary>Above it, times beta, the function is linear.</summary>
    public Scalar Threshold { get; } = threshold ?? Standard(20);

    // Python 1 had ints for it, which its text shows.
    private static Scalar Standard(int value) => LibraryCalls.IsAtLeast(2, 0) ? (Scalar)(double)value : value;

    /// <inheritdoc/>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return Functional.Softplus(input, Beta, Threshold);
    }

    /// <inheritdoc/>
    public override string ExtraRepr() => $"beta={SettingText.Of(Beta)}, threshold={SettingText.Of(Threshold)}";
}
