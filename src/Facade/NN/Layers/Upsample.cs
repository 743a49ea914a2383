using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>Images scaled to another size; <c>torch.nn.Upsample</c>.</summary>
public partial class Upsample : Module<Tensor, Tensor>
{
    private readonly IntSetting? _size;
    private readonly double[]? _factors;
    private readonly bool _isOneFactor;

    /// <param name="size">The sides of the result.</param>
    /// <param name="scaleFactor">How many times larger the sides become, in place of their size.</param>
    /// <param name="mode"><c>nearest</c>, <c>linear</c>, <c>bilinear</c>, <c>bicubic</c> or <c>trilinear</c>.</param>
    /// <param name="alignCorners">Whether the corner elements' centres stay where they are.</param>
    /// <param name="recomputeScaleFactor">Whether the factor is the ratio of the sides, which are whole numbers.</param>
    public Upsample(IntList size = default, FloatList scaleFactor = default, string mode = "nearest", bool? alignCorners = null, bool? recomputeScaleFactor = null)
    {
        ArgumentNullException.ThrowIfNull(mode);
        _size = IntSetting.OrNull(size);

        // One factor of 0 is none to Python.
        var factors = scaleFactor.Repeated(1);
        _factors = scaleFactor.IsGiven && !(scaleFactor.IsOne && factors[0] == 0) ? factors : null;
        _isOneFactor = scaleFactor.IsOne;
        (Mode, AlignCorners, RecomputeScaleFactor) = (mode, alignCorners, recomputeScaleFactor);
    }

    /// <summary>The sides of the result, if they were given.</summary>
    public IReadOnlyList<long>? Size => _size;

    /// <summary>How many times larger the sides become, if that was given.</summary>
    public IReadOnlyList<double>? ScaleFactor => _factors;

    /// <summary>How elements between the image's are made.</summary>
    public string Mode { get; }

    /// <summary>Whether the corner elements' centres stay where they are.</summary>
    public bool? AlignCorners { get; }

    /// <summary>Whether the factor is the ratio of the sides, which are whole numbers.</summary>
    public bool? RecomputeScaleFactor { get; }

    /// <summary>[batch, channels, ...] to the same of another size.</summary>
    /// <exception cref="TorchValueException">The settings do not fit each other or the input.</exception>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        FloatList factors = _factors is null ? default : _isOneFactor ? _factors[0] : _factors;
        return Functional.Interpolate(input, IntSetting.ListOf(_size), factors, Mode, AlignCorners, RecomputeScaleFactor);
    }

    /// <inheritdoc/>
    public override string ExtraRepr()
    {
        var size = _factors is null ? $"size={SettingText.Of(_size)}" : $"scale_factor={FactorText(_factors)}";
        return $"{size}, mode={(LibraryCalls.IsAtLeast(2, 0) ? SettingText.Of(Mode) : Mode)}";
    }

    private string FactorText(double[] factors) => _isOneFactor
        ? SettingText.Of(factors[0])
        : $"({string.Join(", ", factors.Select(factor => SettingText.Of(factor)))}{(factors.Length == 1 ? "," : "")})";
}
