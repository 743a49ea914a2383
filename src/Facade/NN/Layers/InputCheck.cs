using LibTorch.Interop;

namespace LibTorch.NN;

/// <summary>What modules ask of their inputs.</summary>
internal static class InputCheck
{
    /// <summary>The input, of as many spatial dimensions, with a channel and perhaps a batch dimension before.</summary>
    /// <exception cref="TorchValueException">It has another number of dimensions.</exception>
    public static Tensor Spatial(Tensor input, int spatial) => Dimensions(input, spatial + 1, spatial + 2);

    /// <summary>The input, which has one of these numbers of dimensions.</summary>
    /// <exception cref="TorchValueException">It has another number of dimensions.</exception>
    public static Tensor Dimensions(Tensor input, params int[] allowed) => Array.IndexOf(allowed, input.NDim) >= 0
        ? input
        : throw new TorchValueException($"expected {string.Join(" or ", allowed.Select(count => $"{count}D"))} input (got {input.NDim}D input)");

    /// <summary>The input, of images with their channels.</summary>
    /// <exception cref="TorchException">It has another number of dimensions.</exception>
    public static Tensor Images(Tensor input) => input.NDim is 3 or 4 ? input
        : LibraryCalls.IsAtLeast(2, 0) ? throw new TorchValueException($"Softmax2d: expected input to be 3D or 4D, got {input.NDim}D instead")
        : throw new TorchException("Softmax2d requires a 3D or 4D tensor as input");
}
