using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>Pooling by p-norms.</summary>
public static partial class Functional
{
    /// <summary>The p-norms of windows; <c>torch.nn.functional.lp_pool1d</c>.</summary>
    /// <param name="input">A tensor of 1 spatial dimension, with a channel and perhaps a batch dimension before.</param>
    /// <param name="normType">The order p of the norm; not 0.</param>
    /// <param name="kernelSize">The window's extents.</param>
    /// <param name="stride">The steps between windows; the window's extents unless given.</param>
    /// <param name="ceilMode">Whether windows that extend beyond the input's end are included.</param>
    /// <exception cref="TorchValueException">p is 0.</exception>
    public static Tensor LpPool1d(Tensor input, Scalar normType, IntList kernelSize, IntList stride = default, bool ceilMode = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        switch (RequireNorm(normType))
        {
            case double.PositiveInfinity:
                return MaxPool1d(input.Abs(), kernelSize, stride, 0, 1, ceilMode);
            case double.NegativeInfinity:
                return -MaxPool1d(-input.Abs(), kernelSize, stride, 0, 1, ceilMode);
            default:
                var means = AvgPool1d(input.Pow(normType), kernelSize, stride, 0, ceilMode);
                return Root(means, kernelSize.Repeated(1), normType);
        }
    }

    /// <summary>The p-norms of windows; <c>torch.nn.functional.lp_pool2d</c>.</summary>
    /// <param name="input">A tensor of 2 spatial dimensions, with a channel and perhaps a batch dimension before.</param>
    /// <param name="normType">The order p of the norm; not 0.</param>
    /// <param name="kernelSize">The window's extents.</param>
    /// <param name="stride">The steps between windows; the window's extents unless given.</param>
    /// <param name="ceilMode">Whether windows that extend beyond the input's end are included.</param>
    /// <exception cref="TorchValueException">p is 0.</exception>
    public static Tensor LpPool2d(Tensor input, Scalar normType, IntList kernelSize, IntList stride = default, bool ceilMode = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        switch (RequireNorm(normType))
        {
            case double.PositiveInfinity:
                return MaxPool2d(input.Abs(), kernelSize, stride, 0, 1, ceilMode);
            case double.NegativeInfinity:
                return -MaxPool2d(-input.Abs(), kernelSize, stride, 0, 1, ceilMode);
            default:
                var sides = Unpacked(kernelSize, 2);
                return Root(AvgPool2d(input.Pow(normType), kernelSize, stride, 0, ceilMode), sides, normType);
        }
    }

    /// <summary>The p-norms of windows; <c>torch.nn.functional.lp_pool3d</c>.</summary>
    /// <param name="input">A tensor of 3 spatial dimensions, with a channel and perhaps a batch dimension before.</param>
    /// <param name="normType">The order p of the norm; not 0.</param>
    /// <param name="kernelSize">The window's extents.</param>
    /// <param name="stride">The steps between windows; the window's extents unless given.</param>
    /// <param name="ceilMode">Whether windows that extend beyond the input's end are included.</param>
    /// <exception cref="TorchValueException">p is 0.</exception>
    public static Tensor LpPool3d(Tensor input, Scalar normType, IntList kernelSize, IntList stride = default, bool ceilMode = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        switch (RequireNorm(normType))
        {
            case double.PositiveInfinity:
                return MaxPool3d(input.Abs(), kernelSize, stride, 0, 1, ceilMode);
            case double.NegativeInfinity:
                return -MaxPool3d(-input.Abs(), kernelSize, stride, 0, 1, ceilMode);
            default:
                var sides = Unpacked(kernelSize, 3);
                return Root(AvgPool3d(input.Pow(normType), kernelSize, stride, 0, ceilMode), sides, normType);
        }
    }

    // Throws Python's message for a window with another number of extents than expected.
    private static long[] Unpacked(IntList kernelSize, int count)
    {
        var sides = kernelSize.Repeated(count);
        return sides.Length == count ? sides : throw new TorchValueException(
            sides.Length > count ? $"too many values to unpack (expected {count})" : $"not enough values to unpack (expected {count}, got {sides.Length})");
    }

    // Checks p. Earlier versions of Python accept an infinite p like any other.
    private static double RequireNorm(Scalar normType)
    {
        var p = normType.ToDouble();
        return p == 0 ? throw new TorchValueException($"norm_type must be a non-zero value, but got {PythonText.Number(normType)}")
            : LibraryCalls.IsAtLeast(2, 14) || double.IsFinite(p) ? p : 1;
    }

    // The p-th root of the sum; the sum is the mean times the window's size.
    private static Tensor Root(Tensor means, ReadOnlySpan<long> window, Scalar normType)
    {
        var size = 1L;
        foreach (var extent in window)
        {
            size *= extent;
        }

        return (means.Sign() * means.Abs().Relu()).Mul(size).Pow(1.0 / normType.ToDouble());
    }
}
