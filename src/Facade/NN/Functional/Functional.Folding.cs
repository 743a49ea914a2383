namespace LibTorch.NN;

/// <summary>Conversions between images and columns of patches.</summary>
public static partial class Functional
{
    /// <summary>The patches of images (N, C, H, W), each as a column; <c>torch.nn.functional.unfold</c>.</summary>
    /// <exception cref="TorchException">The patches do not fit the images.</exception>
    public static Tensor Unfold(Tensor input, IntList kernelSize, IntList dilation = default, IntList padding = default, IntList stride = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Im2col(kernelSize.Repeated(2), Pair(dilation, 1), Pair(padding, 0), Pair(stride, 1));
    }

    /// <summary>Images that are the sums of overlapping patches; <c>torch.nn.functional.fold</c>.</summary>
    /// <exception cref="TorchException">The patches do not fit the images.</exception>
    public static Tensor Fold(
        Tensor input, IntList outputSize, IntList kernelSize, IntList dilation = default, IntList padding = default, IntList stride = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.Col2im(outputSize.Repeated(2), kernelSize.Repeated(2), Pair(dilation, 1), Pair(padding, 0), Pair(stride, 1));
    }

    private static long[] Pair(IntList values, long otherwise) => values.IsGiven ? values.Repeated(2) : [otherwise, otherwise];
}
