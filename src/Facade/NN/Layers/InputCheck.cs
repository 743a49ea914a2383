using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>Checks of modules' inputs.</summary>
internal static class InputCheck
{
    /// <summary>
    /// Checks that the input has this many spatial dimensions after a channel and an optional batch dimension, and returns it.
    /// </summary>
    /// <exception cref="TorchValueException">It has another number of dimensions.</exception>
    public static Tensor Spatial(Tensor input, int spatial) => Dimensions(input, spatial + 1, spatial + 2);

    /// <summary>Checks that the input has one of these numbers of dimensions, and returns it.</summary>
    /// <exception cref="TorchValueException">It has another number of dimensions.</exception>
    public static Tensor Dimensions(Tensor input, params int[] allowed) => Array.IndexOf(allowed, input.NDim) >= 0
        ? input
        : throw new TorchValueException($"expected {string.Join(" or ", allowed.Select(count => $"{count}D"))} input (got {input.NDim}D input)");

    /// <summary>The extent of one of the input's dimensions; negative ones count from the last.</summary>
    /// <exception cref="TorchIndexException">There is no such dimension.</exception>
    public static long Side(Tensor input, int dimension)
    {
        var count = Math.Max(input.NDim, 1);
        return dimension >= -input.NDim && dimension < input.NDim
            ? input.Shape[dimension]
            : throw new TorchIndexException($"Dimension out of range (expected to be in range of [{-count}, {count - 1}], but got {dimension})");
    }

    /// <summary>Checks that the input is an image with channels, with or without a batch, and returns it.</summary>
    /// <exception cref="TorchException">It has another number of dimensions.</exception>
    public static Tensor Images(Tensor input) => input.NDim is 3 or 4 ? input
        : LibraryCalls.IsAtLeast(2, 0) ? throw new TorchValueException($"Softmax2d: expected input to be 3D or 4D, got {input.NDim}D instead")
        : throw new TorchException("Softmax2d requires a 3D or 4D tensor as input");
}
