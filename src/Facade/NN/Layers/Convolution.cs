namespace LibTorch.NN;

/// <summary>What the convolutions of 1 to 3 dimensions have in common.</summary>
public abstract partial class Convolution : Module<Tensor, Tensor>
{
    private static readonly string[] PaddingModes = ["zeros", "reflect", "replicate", "circular"];

    private readonly long[] _kernelSize;
    private readonly long[] _stride;
    private readonly long[] _padding;
    private readonly long[] _dilation;

    private protected Convolution(
        int dimensions, long inChannels, long outChannels, IntList kernelSize, IntList stride, Padding padding, IntList dilation,
        long groups, bool bias, string paddingMode, Device? device, DType? dtype)
    {
        _kernelSize = kernelSize.Repeated(dimensions);
        _stride = stride.Or(1).Repeated(dimensions);
        _dilation = dilation.Or(1).Repeated(dimensions);
        _padding = padding.Extents(dimensions);
        (PaddingName, InChannels, OutChannels, Groups, PaddingMode) = (padding.Name, inChannels, outChannels, groups, paddingMode);
        Check();
        Weight = new Parameter(Torch.Empty([outChannels, inChannels / groups, .. _kernelSize], dtype: dtype, device: device));
        Bias = bias ? new Parameter(Torch.Empty([outChannels], dtype: dtype, device: device)) : null;
        ResetParameters();
    }

    /// <summary>How many channels go in.</summary>
    public long InChannels { get; }

    /// <summary>How many come out.</summary>
    public long OutChannels { get; }

    /// <summary>The sides of the window.</summary>
    public IReadOnlyList<long> KernelSize => _kernelSize;

    /// <summary>How far the window moves.</summary>
    public IReadOnlyList<long> Stride => _stride;

    /// <summary>How much is added at both ends of each side, unless <see cref="PaddingName"/> says it.</summary>
    public IReadOnlyList<long> Padding => _padding;

    /// <summary><c>same</c> or <c>valid</c>, where that was given.</summary>
    public string? PaddingName { get; }

    /// <summary>How far the window's elements are apart.</summary>
    public IReadOnlyList<long> Dilation => _dilation;

    /// <summary>How many groups the channels are in.</summary>
    public long Groups { get; }

    /// <summary>What is added: <c>zeros</c>, <c>reflect</c>, <c>replicate</c> or <c>circular</c>.</summary>
    public string PaddingMode { get; }

    /// <summary>The windows, [OutChannels, InChannels / Groups, ...].</summary>
    public Parameter Weight { get; }

    /// <summary>The bias, [OutChannels], if there is one.</summary>
    public Parameter? Bias { get; }

    /// <summary>Draws the parameters anew.</summary>
    public void ResetParameters()
    {
        Init.KaimingUniform_(Weight, Math.Sqrt(5));
        if (Bias is not null && Init.Fans(Weight).In is var inputs and not 0)
        {
            Init.Uniform_(Bias, -1 / Math.Sqrt(inputs), 1 / Math.Sqrt(inputs));
        }
    }

    /// <summary>[batch, InChannels, ...] to [batch, OutChannels, ...]; the batch may be left out.</summary>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (PaddingMode != "zeros")
        {
            return Convolve(Functional.Pad(input, AroundInput(), PaddingMode), new long[_padding.Length], name: null);
        }

        return Convolve(input, _padding, PaddingName);
    }

    /// <inheritdoc/>
    public override string ExtraRepr()
    {
        var text = $"{InChannels}, {OutChannels}, kernel_size={SettingText.Of(_kernelSize.AsSpan())}, stride={SettingText.Of(_stride.AsSpan())}";
        text += PaddingName is not null ? $", padding={PaddingName}" : Array.TrueForAll(_padding, value => value == 0) ? "" : $", padding={SettingText.Of(_padding.AsSpan())}";
        text += Array.TrueForAll(_dilation, value => value == 1) ? "" : $", dilation={SettingText.Of(_dilation.AsSpan())}";
        text += Groups == 1 ? "" : $", groups={Groups}";
        text += Bias is null ? ", bias=False" : "";
        return text + (PaddingMode == "zeros" ? "" : $", padding_mode={PaddingMode}");
    }

    private protected IntList Strides => _stride;

    private protected IntList Dilations => _dilation;

    private protected abstract Tensor Convolve(Tensor input, IntList padding, string? name);

    private void Check()
    {
        if (Groups <= 0)
        {
            throw new TorchValueException("groups must be a positive integer");
        }

        if (InChannels % Groups != 0)
        {
            throw new TorchValueException("in_channels must be divisible by groups");
        }

        if (OutChannels % Groups != 0)
        {
            throw new TorchValueException("out_channels must be divisible by groups");
        }

        if (PaddingName is not (null or "same" or "valid"))
        {
            throw new TorchValueException($"Invalid padding string {SettingText.Of(PaddingName)}, should be one of {{'same', 'valid'}}");
        }

        if (PaddingName == "same" && Array.Exists(_stride, value => value != 1))
        {
            throw new TorchValueException("padding='same' is not supported for strided convolutions");
        }

        if (Array.IndexOf(PaddingModes, PaddingMode) < 0)
        {
            throw new TorchValueException($"padding_mode must be one of {{'zeros', 'reflect', 'replicate', 'circular'}}, but got padding_mode='{PaddingMode}'");
        }
    }

    // Before and after each side, the last side first, as F.pad takes it.
    private long[] AroundInput()
    {
        var around = new long[2 * _padding.Length];
        for (var i = 0; i < _padding.Length; i++)
        {
            var side = _padding.Length - 1 - i;
            var total = PaddingName switch { null => 2 * _padding[side], "same" => _dilation[side] * (_kernelSize[side] - 1), _ => 0 };
            (around[2 * i], around[(2 * i) + 1]) = (total / 2, total - (total / 2));
        }

        return around;
    }
}
