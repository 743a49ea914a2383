using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>A smooth approximation of ReLU; <c>torch.nn.Softplus</c>.</summary>
/// <param name="beta">The steepness; 1 unless given.</param>
/// <param name="threshold">The function is linear where beta times the input exceeds it; 20 unless given.</param>
public sealed partial class Softplus(Scalar? beta = null, Scalar? threshold = null) : Module<Tensor, Tensor>
{
    /// <summary>The steepness.</summary>
    public Scalar Beta { get; } = beta ?? Standard(1);

    /// <summary>The function is linear where beta times the input exceeds it.</summary>
    public Scalar Threshold { get; } = threshold ?? Standard(20);

    // In PyTorch 1 the defaults are ints, which shows in the repr.
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
