using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>Normalisation over batches, instances, layers and groups.</summary>
public static partial class Functional
{
    /// <summary>Normalises each channel by its mean and variance over the batch; <c>torch.nn.functional.batch_norm</c>.</summary>
    /// <exception cref="TorchValueException">In training, there is only one value per channel; or eps is negative.</exception>
    public static Tensor BatchNorm(
        Tensor input, Tensor? runningMean, Tensor? runningVar, Tensor? weight = null, Tensor? bias = null,
        bool training = false, double momentum = 0.1, double eps = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (training)
        {
            RequireSeveralValues(input.Shape, input.Shape.ToString());
            if (eps <= 0 && ChecksEps)
            {
                throw new TorchValueException($"batch_norm eps must be positive during training, but got {PythonText.Float(eps)}");
            }
        }

        return eps < 0 && ChecksEps
            ? throw new TorchValueException($"batch_norm eps must be non-negative, but got {PythonText.Float(eps)}")
            : Torch.BatchNorm(input, weight, bias, runningMean, runningVar, training, momentum, eps, cudnnEnabled: true);
    }

    // Python checks eps since 2.14; before, a negative eps gives nan.
    private static bool ChecksEps => LibraryCalls.IsAtLeast(2, 14);

    /// <summary>Normalises each channel of each sample by its own mean and variance; <c>torch.nn.functional.instance_norm</c>.</summary>
    /// <exception cref="TorchValueException">There is only one spatial element, too few for a variance.</exception>
    public static Tensor InstanceNorm(
        Tensor input, Tensor? runningMean = null, Tensor? runningVar = null, Tensor? weight = null, Tensor? bias = null,
        bool useInputStats = true, double momentum = 0.1, double eps = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(input);
        var shape = input.Shape;
        return useInputStats && shape.Skip(2).Aggregate(1L, (product, extent) => product * extent) == 1
            ? throw new TorchValueException($"Expected more than 1 spatial element when training, got input size {shape}")
            : Torch.InstanceNorm(input, weight, bias, runningMean, runningVar, useInputStats, momentum, eps, cudnnEnabled: true);
    }

    /// <summary>Normalises by mean and variance over the last dimensions; <c>torch.nn.functional.layer_norm</c>.</summary>
    /// <exception cref="TorchException">The last dimensions are not of the normalised shape.</exception>
    public static Tensor LayerNorm(Tensor input, IntList normalizedShape, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5) =>
        Torch.LayerNorm(input, normalizedShape, weight, bias, eps, cudnnEnable: true);

    /// <summary>Normalises groups of channels by mean and variance; <c>torch.nn.functional.group_norm</c>.</summary>
    /// <exception cref="TorchValueException">There is only one value per group.</exception>
    /// <exception cref="TorchException">The channels cannot be divided into the groups, or there is no channel dimension; in PyTorch 1 a
    /// <see cref="TorchIndexException"/> for the latter.</exception>
    public static Tensor GroupNorm(Tensor input, long numGroups, Tensor? weight = null, Tensor? bias = null, double eps = 1e-5)
    {
        ArgumentNullException.ThrowIfNull(input);
        var shape = input.Shape;
        if (shape.Count < 2)
        {
            // PyTorch 1 has no check: reading the size of the missing dimension fails.
            throw LibraryCalls.IsAtLeast(2, 0) ? new TorchException($"Expected at least 2 dimensions for input tensor but received {shape.Count}")
                : new TorchIndexException(shape.Count == 0
                    ? "Dimension specified as 0 but tensor has no dimensions"
                    : "Dimension out of range (expected to be in range of [-1, 0], but got 1)");
        }

        if (numGroups != 0)
        {
            // Rounded down, like Python's // operator.
            var inGroups = (long)Math.Floor((decimal)(shape[0] * shape[1]) / numGroups);
            long[] size = [inGroups, numGroups, .. shape.Skip(2)];
            RequireSeveralValues(size, PythonText.List(size));
        }

        return Torch.GroupNorm(input, numGroups, weight, bias, eps, cudnnEnabled: true);
    }

    /// <summary>Divides each element by a power of the mean of squares over neighbouring channels; <c>torch.nn.functional.local_response_norm</c>.</summary>
    /// <exception cref="TorchValueException">The input has fewer than 3 dimensions.</exception>
    public static Tensor LocalResponseNorm(Tensor input, long size, double alpha = 1e-4, double beta = 0.75, double k = 1.0)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.NDim < 3)
        {
            // The spaces in the message are Python's: its source breaks the line there.
            throw new TorchValueException($"Expected 3D or higher dimensionality                          input (got {input.NDim} dimensions)");
        }

        if (input.Numel == 0)
        {
            return input;
        }

        var squares = input.Mul(input);
        long[] around = [0, 0, (long)Math.Floor(size / 2.0), (long)Math.Floor((size - 1) / 2.0)];
        if (input.NDim == 3)
        {
            squares = AvgPool2d(Pad(squares.Unsqueeze(1), around), [size, 1], stride: 1).Squeeze(1);
        }
        else
        {
            var shape = input.Shape;
            squares = squares.View(shape[0], 1, shape[1], shape[2], -1);
            squares = AvgPool3d(Pad(squares, [0, 0, .. around]), [size, 1, 1], stride: 1).Squeeze(1).View(shape);
        }

        return input / squares.Mul(alpha).Add(k).Pow(beta);
    }

    // Python's _verify_batch_size: a variance needs at least two values.
    private static void RequireSeveralValues(ReadOnlySpan<long> size, string text)
    {
        if (size.IsEmpty)
        {
            throw new TorchIndexException("tuple index out of range");
        }

        var values = size[0];
        for (var i = 2; i < size.Length; i++)
        {
            values *= size[i];
        }

        if (values == 1)
        {
            throw new TorchValueException($"Expected more than 1 value per channel when training, got input size {text}");
        }
    }
}
