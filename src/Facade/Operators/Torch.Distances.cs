using LibTorch.Interop;

namespace LibTorch;

/// <summary>torch.cdist and torch.tensordot, with Python's arguments.</summary>
public abstract partial class Torch
{
    /// <summary>The p-norm distances of every row of one matrix from every row of the other; <c>torch.cdist</c>.</summary>
    /// <param name="x1">Rows (…, P, M).</param>
    /// <param name="x2">Rows (…, R, M).</param>
    /// <param name="p">The order of the norm.</param>
    /// <param name="computeMode">Whether Euclidean distances are computed by matrix multiplication: only for many rows (the default),
    /// always, or never.</param>
    /// <exception cref="TorchValueException">There is no such mode.</exception>
    public static Tensor Cdist(Tensor x1, Tensor x2, double p = 2.0, string computeMode = "use_mm_for_euclid_dist_if_necessary") => computeMode switch
    {
        "use_mm_for_euclid_dist_if_necessary" => _Cdist(x1, x2, p, null),
        "use_mm_for_euclid_dist" => _Cdist(x1, x2, p, 1),
        "donot_use_mm_for_euclid_dist" => _Cdist(x1, x2, p, 2),
        _ => throw new TorchValueException($"{computeMode} is not a valid value for compute_mode"),
    };

    /// <summary>Sums products over the last dimensions of one tensor and the first of another; <c>torch.tensordot</c>.</summary>
    /// <exception cref="TorchException">A tensor has fewer dimensions, or the extents of paired dimensions differ.</exception>
    public static Tensor Tensordot(Tensor a, Tensor b, long dims = 2)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        if (dims < 0)
        {
            throw new TorchException($"tensordot expects dims >= 0, but got dims={dims}");
        }

        if (dims > Math.Min(a.NDim, b.NDim) && LibraryCalls.IsAtLeast(2, 0))
        {
            throw new TorchException($"tensordot expects dims < ndim_a or ndim_b, but got dims={dims}");
        }

        long[] first = [.. Enumerable.Range(0, (int)dims)], last = [.. first.Select(dim => dim - dims)];
        return a.Tensordot(b, last, first);
    }

    /// <summary>
    /// Sums products over the dimensions in the two rows of <paramref name="dims"/>, or over the number of dimensions in its only element;
    /// <c>torch.tensordot</c>.
    /// </summary>
    /// <exception cref="TorchException">A tensor has fewer dimensions, or the extents of paired dimensions differ.</exception>
    public static Tensor Tensordot(Tensor a, Tensor b, Tensor dims)
    {
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(dims);
        if (dims.Numel <= 1)
        {
            return Tensordot(a, b, (long)dims);
        }

        return dims.Shape[0] == 2
            ? a.Tensordot(b, dims[0].ToArray<long>(), dims[1].ToArray<long>())
            : throw new TorchException($"dims tensor must have size 2 in first dimension, got {dims.Shape[0]}");
    }
}
