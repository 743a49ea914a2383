using LibTorch.Interop;

namespace LibTorch;

/// <summary>Functions of shapes and positions that PyTorch implements in Python.</summary>
public abstract partial class Torch
{
    /// <summary>The size that tensors of the sizes have when they are broadcast together; <c>torch.broadcast_shapes</c>.</summary>
    /// <exception cref="TorchException">The sizes cannot be broadcast together.</exception>
    public static Size BroadcastShapes(params ReadOnlySpan<Size> shapes)
    {
        var count = 0;
        foreach (var shape in shapes)
        {
            count = Math.Max(count, shape.Count);
        }

        var common = new long[count];
        Array.Fill(common, 1);
        for (var argument = 0; argument < shapes.Length; argument++)
        {
            Widen(common, shapes[argument], argument);
        }

        return LibTorch.Size.Create(common);
    }

    /// <summary>
    /// The coordinates, one tensor for each dimension, of flat positions in a tensor of the shape; <c>torch.unravel_index</c>.
    /// </summary>
    /// <exception cref="TorchTypeException">The positions are no integers.</exception>
    /// <exception cref="TorchValueException">An extent is negative.</exception>
    public static Tensor[] UnravelIndex(Tensor indices, IntList shape)
    {
        ArgumentNullException.ThrowIfNull(indices);
        var dtype = indices.DType;
        if (dtype.IsComplex || dtype.IsFloatingPoint || dtype == LibTorch.DType.Bool)
        {
            throw new TorchTypeException($"expected 'indices' to be integer dtype, but got {dtype}");
        }

        var extents = shape.Repeated(1);
        if (extents.Any(extent => extent < 0))
        {
            throw new TorchValueException($"'shape' cannot have negative values, but got {PythonText.Tuple(extents)}");
        }

        if (extents.Contains(0) && indices.Numel > 0)
        {
            throw new TorchValueException($"'shape' cannot have zero dimensions when 'indices' is non-empty, but got {PythonText.Tuple(extents)}");
        }

        var steps = new long[extents.Length];
        for (var (d, step) = (extents.Length - 1, 1L); d >= 0; step *= extents[d--])
        {
            steps[d] = step;
        }

        var device = indices.Device;
        return indices.Unsqueeze(-1).FloorDivide(Tensor(steps, device: device)).Remainder(Tensor(extents, device: device)).Unbind(-1);
    }

    private static void Widen(long[] common, Size shape, int argument)
    {
        for (var i = -1; i >= -shape.Count; i--)
        {
            var extent = shape[i];
            ref var there = ref common[common.Length + i];
            if (extent < 0)
            {
                throw LibraryCalls.IsAtLeast(2, 14)
                    ? new TorchValueException("Attempting to broadcast a dimension with negative length!")
                    : new TorchException($"Trying to create tensor with negative dimension ({extent}): ({extent})");
            }

            if (extent != there && extent != 1 && there != 1)
            {
                throw new TorchException(LibraryCalls.IsAtLeast(2, 14)
                    ? $"Attempting to broadcast a dimension of length {extent} at {i}! Mismatching argument at index {argument} had "
                        + $"{shape}; but expected shape should be broadcastable to {PythonText.List(common)}"
                    : "Shape mismatch: objects cannot be broadcast to a single shape");
            }

            there = there == 1 ? extent : there;
        }
    }
}
