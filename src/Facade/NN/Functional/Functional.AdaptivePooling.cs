using System.Runtime.CompilerServices;

namespace LibTorch.NN;

/// <summary>Pooling to a given size.</summary>
public static partial class Functional
{
    /// <summary>The largest elements of regions so chosen that the output has a given size, of (N, C, L) or without N; <c>torch.nn.functional.adaptive_max_pool1d</c>.</summary>
    /// <exception cref="TorchException">The size does not fit the input.</exception>
    public static Tensor AdaptiveMaxPool1d(Tensor input, IntList outputSize) => AdaptiveMaxPool1dWithIndices(input, outputSize).Output;

    /// <summary>As AdaptiveMaxPool1d, with the positions of the elements; <c>torch.nn.functional.adaptive_max_pool1d_with_indices</c>.</summary>
    /// <exception cref="TorchException">The size does not fit the input.</exception>
    public static (Tensor Output, Tensor Indices) AdaptiveMaxPool1dWithIndices(Tensor input, IntList outputSize)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input.AdaptiveMaxPool1d(outputSize);
    }

    /// <summary>The largest elements of regions so chosen that the output has a given size, of (N, C, H, W) or without N; <c>torch.nn.functional.adaptive_max_pool2d</c>.</summary>
    /// <exception cref="TorchException">The size does not fit the input.</exception>
    [OverloadResolutionPriority(1)]
    public static Tensor AdaptiveMaxPool2d(Tensor input, IntList outputSize) => AdaptiveMaxPool2dWithIndices(input, outputSize).Output;

    /// <summary>As AdaptiveMaxPool2d, with the positions of the elements; <c>torch.nn.functional.adaptive_max_pool2d_with_indices</c>.</summary>
    /// <exception cref="TorchException">The size does not fit the input.</exception>
    [OverloadResolutionPriority(1)]
    public static (Tensor Output, Tensor Indices) AdaptiveMaxPool2dWithIndices(Tensor input, IntList outputSize)
    {
        ArgumentNullException.ThrowIfNull(input);
        RequireMoreDimensions(input, outputSize);
        return input.AdaptiveMaxPool2d(outputSize);
    }

    /// <summary>As above; null stands for the input's own extent.</summary>
    /// <exception cref="TorchException">The size does not fit the input.</exception>
    public static Tensor AdaptiveMaxPool2d(Tensor input, ReadOnlySpan<long?> outputSize) => AdaptiveMaxPool2d(input, WithDefaults(input, outputSize));

    /// <summary>As above; null stands for the input's own extent.</summary>
    /// <exception cref="TorchException">The size does not fit the input.</exception>
    public static (Tensor Output, Tensor Indices) AdaptiveMaxPool2dWithIndices(Tensor input, ReadOnlySpan<long?> outputSize) =>
        AdaptiveMaxPool2dWithIndices(input, WithDefaults(input, outputSize));

    /// <summary>The means of regions so chosen that the output has a given size, of (N, C, H, W) or without N; <c>torch.nn.functional.adaptive_avg_pool2d</c>.</summary>
    /// <exception cref="TorchException">The size does not fit the input.</exception>
    [OverloadResolutionPriority(1)]
    public static Tensor AdaptiveAvgPool2d(Tensor input, IntList outputSize)
    {
        ArgumentNullException.ThrowIfNull(input);
        RequireMoreDimensions(input, outputSize);
        return input.AdaptiveAvgPool2d(outputSize);
    }

    /// <summary>As above; null stands for the input's own extent.</summary>
    /// <exception cref="TorchException">The size does not fit the input.</exception>
    public static Tensor AdaptiveAvgPool2d(Tensor input, ReadOnlySpan<long?> outputSize) => AdaptiveAvgPool2d(input, WithDefaults(input, outputSize));

    /// <summary>The largest elements of regions so chosen that the output has a given size, of (N, C, D, H, W) or without N; <c>torch.nn.functional.adaptive_max_pool3d</c>.</summary>
    /// <exception cref="TorchException">The size does not fit the input.</exception>
    [OverloadResolutionPriority(1)]
    public static Tensor AdaptiveMaxPool3d(Tensor input, IntList outputSize) => AdaptiveMaxPool3dWithIndices(input, outputSize).Output;

    /// <summary>As AdaptiveMaxPool3d, with the positions of the elements; <c>torch.nn.functional.adaptive_max_pool3d_with_indices</c>.</summary>
    /// <exception cref="TorchException">The size does not fit the input.</exception>
    [OverloadResolutionPriority(1)]
    public static (Tensor Output, Tensor Indices) AdaptiveMaxPool3dWithIndices(Tensor input, IntList outputSize)
    {
        ArgumentNullException.ThrowIfNull(input);
        RequireMoreDimensions(input, outputSize);
        return input.AdaptiveMaxPool3d(outputSize);
    }

    /// <summary>As above; null stands for the input's own extent.</summary>
    /// <exception cref="TorchException">The size does not fit the input.</exception>
    public static Tensor AdaptiveMaxPool3d(Tensor input, ReadOnlySpan<long?> outputSize) => AdaptiveMaxPool3d(input, WithDefaults(input, outputSize));

    /// <summary>As above; null stands for the input's own extent.</summary>
    /// <exception cref="TorchException">The size does not fit the input.</exception>
    public static (Tensor Output, Tensor Indices) AdaptiveMaxPool3dWithIndices(Tensor input, ReadOnlySpan<long?> outputSize) =>
        AdaptiveMaxPool3dWithIndices(input, WithDefaults(input, outputSize));

    /// <summary>The means of regions so chosen that the output has a given size, of (N, C, D, H, W) or without N; <c>torch.nn.functional.adaptive_avg_pool3d</c>.</summary>
    /// <exception cref="TorchException">The size does not fit the input.</exception>
    [OverloadResolutionPriority(1)]
    public static Tensor AdaptiveAvgPool3d(Tensor input, IntList outputSize)
    {
        ArgumentNullException.ThrowIfNull(input);
        RequireMoreDimensions(input, outputSize);
        return input.AdaptiveAvgPool3d(outputSize);
    }

    /// <summary>As above; null stands for the input's own extent.</summary>
    /// <exception cref="TorchException">The size does not fit the input.</exception>
    public static Tensor AdaptiveAvgPool3d(Tensor input, ReadOnlySpan<long?> outputSize) => AdaptiveAvgPool3d(input, WithDefaults(input, outputSize));

    private static void RequireMoreDimensions(Tensor input, IntList outputSize)
    {
        if (!outputSize.TryGetOne(out _) && input.NDim <= outputSize.Count)
        {
            throw new TorchValueException($"Input dimension should be at least {outputSize.Count + 1}");
        }
    }

    // Python's _list_with_default: an extent that is not given is the input's.
    internal static long[] WithDefaults(Tensor input, ReadOnlySpan<long?> outputSize)
    {
        ArgumentNullException.ThrowIfNull(input);
        var shape = input.Shape;
        if (shape.Count <= outputSize.Length)
        {
            throw new TorchValueException($"Input dimension should be at least {outputSize.Length + 1}");
        }

        var size = new long[outputSize.Length];
        for (var i = 0; i < size.Length; i++)
        {
            size[i] = outputSize[i] ?? shape[shape.Count - size.Length + i];
        }

        return size;
    }
}
