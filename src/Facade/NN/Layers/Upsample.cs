using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>Scales images to another size; <c>torch.nn.Upsample</c>.</summary>
public partial class Upsample : Module<Tensor, Tensor>
{
    private readonly IntSetting? _size;
    private readonly double[]? _factors;
    private readonly bool _isOneFactor;

    /// <param name="size">The spatial extents of the output.</param>
    /// <param name="scaleFactor">The factor by which the extents grow, instead of their size.</param>
    /// <param name="mode"><c>nearest</c>, <c>linear</c>, <c>bilinear</c>, <c>bicubic</c> or <c>trilinear</c>.</param>
    /// <param name="alignCorners">Whether the corner elements' centres stay where they are.</param>
    /// <param name="recomputeScaleFactor">Whether the factor is recomputed as the ratio of the extents, which are rounded to
    /// integers.</param>
    public Upsample(IntList size = default, FloatList scaleFactor = default, string mode = "nearest", bool? alignCorners = null, bool? recomputeScaleFactor = null)
    {
        ArgumentNullException.ThrowIfNull(mode);
        _size = IntSetting.OrNull(size);

        // To Python, a single factor of 0 means no factor.
        var factors = scaleFactor.Repeated(1);
        _factors = scaleFactor.IsGiven && !(scaleFactor.IsOne && factors[0] == 0) ? factors : null;
        _isOneFactor = scaleFactor.IsOne;
        (Mode, AlignCorners, RecomputeScaleFactor) = (mode, alignCorners, recomputeScaleFactor);
    }

    /// <summary>The spatial extents of the output, if given.</summary>
    public IReadOnlyList<long>? Size => _size;

    /// <summary>The factor by which the extents grow, if given.</summary>
    public IReadOnlyList<double>? ScaleFactor => _factors;

    /// <summary>The interpolation mode.</summary>
    public string Mode { get; }

    /// <summary>Whether the corner elements' centres stay where they are.</summary>
    public bool? AlignCorners { get; }

    /// <summary>Whether the factor is recomputed as the ratio of the extents, which are rounded to integers.</summary>
    public bool? RecomputeScaleFactor { get; }

    /// <summary>Maps [batch, channels, ...] to a tensor of the new size.</summary>
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
