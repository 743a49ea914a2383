namespace LibTorch;

/// <summary>Shapes of convolutions and of other operators with windows.</summary>
internal static class MetaWindows
{
    /// <summary>aten::convolution.</summary>
    /// <exception cref="TorchException">The channels do not fit.</exception>
    public static Tensor Convolution(KernelArguments given)
    {
        var (input, weight, isTransposed, groups) = (given.Tensor(0), given.Tensor(1), given.Bool(6), given.Int(8));
        var sides = input.NDim - 2;
        long[] stride = Each(given.Ints(3)), padding = Each(given.Ints(4)), dilation = Each(given.Ints(5)), outputPadding = Each(given.Ints(7));
        MetaShapes.Require(isTransposed || weight.Shape[1] * groups == input.Shape[1], "Invalid channel dimensions");
        var shape = new long[sides + 2];
        (shape[0], shape[1]) = (input.Shape[0], isTransposed ? groups * weight.Shape[1] : weight.Shape[0]);
        for (var i = 0; i < sides; i++)
        {
            var (side, window) = (input.Shape[i + 2], dilation[i] * (weight.Shape[i + 2] - 1));
            shape[i + 2] = isTransposed
                ? ((side - 1) * stride[i]) - (2 * padding[i]) + window + outputPadding[i] + 1
                : Positions(side, padding[i], window, stride[i]);
        }

        var output = MetaShapes.Empty(input, shape);
        var isChannelsLast = sides == 2 && (HasChannelsLast(input) || HasChannelsLast(weight));
        return isChannelsLast ? output.Contiguous(MemoryFormat.ChannelsLast) : output;

        long[] Each(long[] values) => values.Length == 1 ? [.. Enumerable.Repeat(values[0], sides)] : values;
    }

    /// <summary>aten::im2col: the patches as columns.</summary>
    public static Tensor Im2col(Tensor input, long[] kernel, long[] dilation, long[] padding, long[] stride)
    {
        var batch = input.Shape.Take(input.NDim - 3);
        var (channels, height, width) = (input.Shape[^3], input.Shape[^2], input.Shape[^1]);
        var rows = Positions(height, padding[0], dilation[0] * (kernel[0] - 1), stride[0]);
        var columns = Positions(width, padding[1], dilation[1] * (kernel[1] - 1), stride[1]);
        return MetaShapes.Empty(input, [.. batch, channels * kernel[0] * kernel[1], rows * columns]);
    }

    /// <summary>aten::col2im: the image of such columns.</summary>
    public static Tensor Col2im(Tensor input, long[] outputSize, long[] kernel) =>
        MetaShapes.Empty(input, [.. input.Shape.Take(input.NDim - 2), input.Shape[^2] / (kernel[0] * kernel[1]), .. outputSize]);

    /// <summary>aten::convolution_backward: the gradients of input, weight and bias.</summary>
    public static Tensor[] ConvolutionBackward(KernelArguments given)
    {
        var (gradient, input, weight) = (given.Tensor(0), given.Tensor(1), given.Tensor(2));
        var isChannelsLast = HasChannelsLast(input) || HasChannelsLast(weight);
        return [LaidOut(input), LaidOut(weight), MetaShapes.Empty(weight, [gradient.Shape[1]])];

        Tensor LaidOut(Tensor tensor)
        {
            var result = MetaShapes.Empty(tensor, tensor.Shape.ToArray());
            return isChannelsLast ? result.Contiguous(MemoryFormat.ChannelsLast) : result;
        }
    }

    /// <summary>A result of the tensor's shape: channels last if the tensor is, else contiguous.</summary>
    public static Tensor InItsFormat(Tensor tensor)
    {
        var result = MetaShapes.Empty(tensor, tensor.Shape.ToArray());
        return HasChannelsLast(tensor) ? result.Contiguous(MemoryFormat.ChannelsLast) : result;
    }

    private static long Positions(long side, long padding, long window, long stride) =>
        (long)Math.Floor((side + (2 * padding) - window - 1) / (double)stride) + 1;

    // Channels last and not also contiguous, as a tensor with one channel may be.
    private static bool HasChannelsLast(Tensor tensor) =>
        tensor.NDim == 4 && tensor.IsContiguousMemoryFormat(MemoryFormat.ChannelsLast) && !tensor.IsContiguous;
}
