namespace LibTorch.NN;

/// <summary>The base of the convolutions of 1 to 3 dimensions.</summary>
public abstract partial class Convolution : ConvolutionBase
{
    private readonly int _dimensions;

    private protected Convolution(
        int dimensions, long inChannels, long outChannels, IntList kernelSize, IntList stride, Padding padding, IntList dilation,
        long groups, bool bias, string paddingMode, Device? device, DType? dtype)
        : base(dimensions, isTransposed: false, inChannels, outChannels, kernelSize, stride, padding, 0, dilation, groups, bias, paddingMode, device, dtype) =>
        _dimensions = dimensions;

    /// <summary>Maps [batch, InChannels, ...] to [batch, OutChannels, ...]; the batch dimension may be missing.</summary>
    public override Tensor Forward(Tensor input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return PaddingMode == "zeros"
            ? Convolve(input, Paddings, PaddingName)
            : Convolve(Functional.Pad(input, AroundInput(), PaddingMode), new long[_dimensions], name: null);
    }

    private Tensor Convolve(Tensor input, IntList padding, string? name) => (_dimensions, name) switch
    {
        (1, null) => Functional.Conv1d(input, Weight, Bias, Strides, padding, Dilations, Groups),
        (1, _) => Functional.Conv1d(input, Weight, Bias, Strides, name, Dilations, Groups),
        (2, null) => Functional.Conv2d(input, Weight, Bias, Strides, padding, Dilations, Groups),
        (2, _) => Functional.Conv2d(input, Weight, Bias, Strides, name, Dilations, Groups),
        (_, null) => Functional.Conv3d(input, Weight, Bias, Strides, padding, Dilations, Groups),
        _ => Functional.Conv3d(input, Weight, Bias, Strides, name, Dilations, Groups),
    };

    // The padding before and after each spatial dimension, the last dimension first, as F.pad takes it.
    private long[] AroundInput()
    {
        var sides = PaddingName is null ? Padding.Count : KernelSize.Count;
        var around = new long[2 * sides];
        for (var side = 0; side < sides; side++)
        {
            var total = PaddingName switch
            {
                null => 2 * Padding[side],
                "same" when side < Dilation.Count => Dilation[side] * (KernelSize[side] - 1),
                _ => 0,
            };
            var place = 2 * (sides - 1 - side);
            (around[place], around[place + 1]) = (total / 2, total - (total / 2));
        }

        return around;
    }
}
