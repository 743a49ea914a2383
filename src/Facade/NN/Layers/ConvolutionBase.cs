using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>The base of convolutions and transposed convolutions.</summary>
public abstract partial class ConvolutionBase : Module<Tensor, Tensor>
{
    private static readonly string[] PaddingModes = ["zeros", "reflect", "replicate", "circular"];

    private readonly long[] _kernelSize;
    private readonly long[] _stride;
    private readonly long[] _padding;
    private readonly long[] _dilation;
    private readonly long[] _outputPadding;

    private protected ConvolutionBase(
        int dimensions, bool isTransposed, long inChannels, long outChannels, IntList kernelSize, IntList stride, Padding padding, IntList outputPadding, IntList dilation,
        long groups, bool bias, string paddingMode, Device? device, DType? dtype)
    {
        ArgumentNullException.ThrowIfNull(paddingMode);
        _kernelSize = kernelSize.Repeated(dimensions);
        _stride = stride.Repeated(dimensions);
        _dilation = dilation.Repeated(dimensions);
        _padding = padding.Extents(dimensions);
        _outputPadding = outputPadding.Repeated(dimensions);
        (PaddingName, InChannels, OutChannels, Groups, PaddingMode) = (padding.Name, inChannels, outChannels, groups, paddingMode);
        Check();
        var (first, second) = isTransposed ? (inChannels, outChannels / groups) : (outChannels, inChannels / groups);
        Weight = new Parameter(Torch.Empty([first, second, .. _kernelSize], dtype: dtype, device: device));
        Bias = bias ? new Parameter(Torch.Empty([outChannels], dtype: dtype, device: device)) : null;
        ResetParameters();
    }

    /// <summary>The number of input channels.</summary>
    public long InChannels { get; }

    /// <summary>The number of output channels.</summary>
    public long OutChannels { get; }

    /// <summary>The extents of the window.</summary>
    public IReadOnlyList<long> KernelSize => _kernelSize;

    /// <summary>The step of the window in each dimension.</summary>
    public IReadOnlyList<long> Stride => _stride;

    /// <summary>The padding at both ends of each dimension, unless <see cref="PaddingName"/> determines it.</summary>
    public IReadOnlyList<long> Padding => _padding;

    /// <summary><c>same</c> or <c>valid</c>, where that was given.</summary>
    public string? PaddingName { get; }

    /// <summary>The distance between the window's elements.</summary>
    public IReadOnlyList<long> Dilation => _dilation;

    /// <summary>The additional size of a transposed convolution's output at one end of each dimension.</summary>
    public IReadOnlyList<long> OutputPadding => _outputPadding;

    /// <summary>The number of groups of channels.</summary>
    public long Groups { get; }

    /// <summary>The values of the padding: <c>zeros</c>, <c>reflect</c>, <c>replicate</c> or <c>circular</c>.</summary>
    public string PaddingMode { get; }

    /// <summary>The windows: [OutChannels, InChannels / Groups, ...], of a transposed convolution [InChannels, OutChannels / Groups, ...].</summary>
    public Parameter Weight { get; set => Assign(ref field, value); }

    /// <summary>The bias, [OutChannels], if there is one.</summary>
    public Parameter? Bias { get; set => AssignOptional(ref field, value); }

    /// <summary>Draws new random values for the parameters.</summary>
    public void ResetParameters()
    {
        Init.KaimingUniform_(Weight, Math.Sqrt(5));
        if (Bias is null)
        {
            return;
        }

        // For a weight without inputs, Python sets the bias to zeros since libtorch 2.14, and leaves it unset before.
        var inputs = Init.Fans(Weight).In;
        var bound = inputs > 0 ? 1 / Math.Sqrt(inputs) : 0;
        if (inputs > 0 || LibraryCalls.IsAtLeast(2, 14))
        {
            Init.Uniform_(Bias, -bound, bound);
        }
    }

    /// <inheritdoc/>
    public override string ExtraRepr()
    {
        var text = $"{InChannels}, {OutChannels}, kernel_size={SettingText.Of(_kernelSize.AsSpan())}, stride={SettingText.Of(_stride.AsSpan())}";
        text += PaddingName is not null ? $", padding={PaddingName}" : Unless(0, "padding", _padding);
        text += Unless(1, "dilation", _dilation) + Unless(0, "output_padding", _outputPadding);
        text += Groups == 1 ? "" : $", groups={Groups}";
        text += Bias is null ? ", bias=False" : "";
        return text + (PaddingMode == "zeros" ? "" : $", padding_mode={PaddingMode}");
    }

    private protected IntList Strides => _stride;

    private protected IntList Paddings => _padding;

    private protected IntList Dilations => _dilation;

    private protected IntList OutputPaddings => _outputPadding;

    private static string Unless(long usual, string name, long[] values) =>
        Array.TrueForAll(values, value => value == usual) ? "" : $", {name}={SettingText.Of(values.AsSpan())}";

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
}
