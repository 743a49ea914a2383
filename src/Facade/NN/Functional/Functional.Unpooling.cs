namespace LibTorch.NN;

/// <summary>The partial inverse of max pooling.</summary>
public static partial class Functional
{
    /// <summary>Puts elements back where MaxPool1dWithIndices found them, zeros elsewhere; <c>torch.nn.functional.max_unpool1d</c>.</summary>
    /// <exception cref="TorchValueException">The output's size is not one that the pooling could have started from.</exception>
    public static Tensor MaxUnpool1d(
        Tensor input, Tensor indices, IntList kernelSize, IntList stride = default, IntList padding = default, IntList outputSize = default)
    {
        ArgumentNullException.ThrowIfNull(indices);
        var (size, _, _) = UnpooledSize(input, 1, kernelSize, stride, padding, outputSize);
        return input.Unsqueeze(-1).MaxUnpool2d(indices.Unsqueeze(-1), [.. size, 1]).Squeeze(-1);
    }

    /// <summary>Puts elements back where MaxPool2dWithIndices found them, zeros elsewhere; <c>torch.nn.functional.max_unpool2d</c>.</summary>
    /// <exception cref="TorchValueException">The output's size is not one that the pooling could have started from.</exception>
    public static Tensor MaxUnpool2d(
        Tensor input, Tensor indices, IntList kernelSize, IntList stride = default, IntList padding = default, IntList outputSize = default)
    {
        var (size, _, _) = UnpooledSize(input, 2, kernelSize, stride, padding, outputSize);
        return input.MaxUnpool2d(indices, size);
    }

    /// <summary>Puts elements back where MaxPool3dWithIndices found them, zeros elsewhere; <c>torch.nn.functional.max_unpool3d</c>.</summary>
    /// <exception cref="TorchValueException">The output's size is not one that the pooling could have started from.</exception>
    public static Tensor MaxUnpool3d(
        Tensor input, Tensor indices, IntList kernelSize, IntList stride = default, IntList padding = default, IntList outputSize = default)
    {
        var (size, steps, pads) = UnpooledSize(input, 3, kernelSize, stride, padding, outputSize);
        return input.MaxUnpool3d(indices, size, steps, pads);
    }

    // Python's _unpool_output_size: the default size, or the requested one if it is less than a stride away.
    private static (long[] Size, long[] Stride, long[] Padding) UnpooledSize(
        Tensor input, int spatial, IntList kernelSize, IntList stride, IntList padding, IntList outputSize)
    {
        ArgumentNullException.ThrowIfNull(input);
        var kernel = kernelSize.Repeated(spatial);
        var steps = stride.IsGiven ? stride.Repeated(spatial) : kernel;
        var pads = padding.IsGiven ? padding.Repeated(spatial) : new long[spatial];
        var shape = input.Shape;
        if (shape.Count < kernel.Length || steps.Length < kernel.Length || pads.Length < kernel.Length)
        {
            throw new TorchIndexException("list index out of range");
        }

        var size = new long[kernel.Length];
        for (var d = 0; d < size.Length; d++)
        {
            size[d] = ((shape[d - kernel.Length] - 1) * steps[d]) + kernel[d] - (2 * pads[d]);
        }

        size = outputSize.IsGiven ? CheckedSize(outputSize.Repeated(spatial), size, steps) : size;
        for (var d = 0; d < size.Length; d++)
        {
            if (size[d] < 0)
            {
                throw new TorchValueException(
                    $"max_unpooling: output_size must contain non-negative spatial dimensions, but got output_size[{d}]={size[d]}");
            }
        }

        return (size, steps, pads);
    }

    private static long[] CheckedSize(long[] asked, long[] expected, long[] stride)
    {
        var size = asked.Length == expected.Length + 2 ? asked[2..] : asked;
        if (size.Length != expected.Length)
        {
            throw new TorchValueException(
                $"output_size should be a sequence containing {expected.Length} or {expected.Length + 2} elements, but it has a length of '{size.Length}'");
        }

        for (var d = 0; d < size.Length; d++)
        {
            var (low, high) = (expected[d] - stride[d], expected[d] + stride[d]);
            if (size[d] <= low || size[d] >= high)
            {
                throw new TorchValueException($"invalid output_size \"{PythonText.List(size)}\" (dim {d} must be between {low} and {high})");
            }
        }

        return size;
    }
}
