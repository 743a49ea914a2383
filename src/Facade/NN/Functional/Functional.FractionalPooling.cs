using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>Pooling of windows drawn at random.</summary>
public static partial class Functional
{
    /// <summary>The largest elements of windows placed at random; <c>torch.nn.functional.fractional_max_pool2d</c>.</summary>
    /// <exception cref="TorchValueException">Neither the output's size nor its ratio to the input's is given.</exception>
    public static Tensor FractionalMaxPool2d(
        Tensor input, IntList kernelSize, IntList outputSize = default, FloatList outputRatio = default, Tensor? randomSamples = null) =>
        FractionalMaxPool2dWithIndices(input, kernelSize, outputSize, outputRatio, randomSamples).Output;

    /// <summary>As FractionalMaxPool2d, with the positions of the elements; <c>torch.nn.functional.fractional_max_pool2d_with_indices</c>.</summary>
    /// <exception cref="TorchValueException">Neither the output's size nor its ratio to the input's is given.</exception>
    public static (Tensor Output, Tensor Indices) FractionalMaxPool2dWithIndices(
        Tensor input, IntList kernelSize, IntList outputSize = default, FloatList outputRatio = default, Tensor? randomSamples = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        var size = FractionalSize(input, 2, outputSize, outputRatio);
        return input.FractionalMaxPool2d(kernelSize, size, randomSamples ?? FractionalSamples(input, 2));
    }

    /// <summary>The largest elements of windows placed at random; <c>torch.nn.functional.fractional_max_pool3d</c>.</summary>
    /// <exception cref="TorchValueException">Neither the output's size nor its ratio to the input's is given.</exception>
    public static Tensor FractionalMaxPool3d(
        Tensor input, IntList kernelSize, IntList outputSize = default, FloatList outputRatio = default, Tensor? randomSamples = null) =>
        FractionalMaxPool3dWithIndices(input, kernelSize, outputSize, outputRatio, randomSamples).Output;

    /// <summary>As FractionalMaxPool3d, with the positions of the elements; <c>torch.nn.functional.fractional_max_pool3d_with_indices</c>.</summary>
    /// <exception cref="TorchValueException">Neither the output's size nor its ratio to the input's is given.</exception>
    public static (Tensor Output, Tensor Indices) FractionalMaxPool3dWithIndices(
        Tensor input, IntList kernelSize, IntList outputSize = default, FloatList outputRatio = default, Tensor? randomSamples = null)
    {
        ArgumentNullException.ThrowIfNull(input);
        var size = FractionalSize(input, 3, outputSize, outputRatio);
        return input.FractionalMaxPool3d(kernelSize, size, randomSamples ?? FractionalSamples(input, 3));
    }

    private static long[] FractionalSize(Tensor input, int spatial, IntList outputSize, FloatList outputRatio)
    {
        if (outputSize.IsGiven)
        {
            return outputSize.Repeated(spatial);
        }

        if (!outputRatio.IsGiven)
        {
            throw new TorchValueException($"fractional_max_pool{spatial}d requires specifying either an output_size or an output_ratio");
        }

        // The check came with libtorch 2.
        if (spatial == 2 && outputRatio.Count > 2 && LibraryCalls.IsAtLeast(2, 0))
        {
            throw new TorchValueException("fractional_max_pool2d requires output_ratio to either be a single Int or tuple of Ints.");
        }

        var ratios = outputRatio.Repeated(spatial);
        return [.. Enumerable.Range(0, spatial).Select(i => (long)(InputCheck.Side(input, i - spatial) * ratios[i]))];
    }

    // The random positions of the windows, drawn as in Python so that the same seed gives the same windows.
    private static Tensor FractionalSamples(Tensor input, int spatial)
    {
        var batch = input.NDim == spatial + 1 ? 1 : InputCheck.Side(input, 0);
        return Torch.Rand([batch, InputCheck.Side(input, -spatial - 1), spatial], dtype: input.DType, device: input.Device);
    }
}
