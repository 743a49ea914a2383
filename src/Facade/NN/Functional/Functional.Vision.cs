namespace LibTorch.NN;

/// <summary>Sampling of images at the positions of a grid.</summary>
public static partial class Functional
{
    /// <summary>An image's values at the positions of a grid; <c>torch.nn.functional.grid_sample</c>.</summary>
    /// <param name="input">Images (N, C, H, W) or (N, C, D, H, W).</param>
    /// <param name="grid">Positions (N, …, 2) or (N, …, 3) between -1 and 1.</param>
    /// <param name="mode"><c>bilinear</c>, <c>nearest</c> or <c>bicubic</c>.</param>
    /// <param name="paddingMode">The values outside the image: <c>zeros</c>, <c>border</c> or <c>reflection</c>.</param>
    /// <param name="alignCorners">Whether -1 and 1 are the centres of the corner elements.</param>
    /// <exception cref="TorchValueException">There is no such mode.</exception>
    public static Tensor GridSample(Tensor input, Tensor grid, string mode = "bilinear", string paddingMode = "zeros", bool? alignCorners = null)
    {
        var modeNumber = mode switch
        {
            "bilinear" => 0,
            "nearest" => 1,
            "bicubic" => 2,
            _ => throw new TorchValueException(
                $"nn.functional.grid_sample(): expected mode to be 'bilinear', 'nearest' or 'bicubic', but got: '{mode}'"),
        };
        var paddingNumber = paddingMode switch
        {
            "zeros" => 0,
            "border" => 1,
            "reflection" => 2,
            _ => throw new TorchValueException(
                $"nn.functional.grid_sample(): expected padding_mode to be 'zeros', 'border', or 'reflection', but got: '{paddingMode}'"),
        };
        return Torch.GridSampler(input, grid, modeNumber, paddingNumber, alignCorners ?? UnalignedCorners());
    }

    /// <summary>The grid for which GridSample applies an affine transformation; <c>torch.nn.functional.affine_grid</c>.</summary>
    /// <param name="theta">Matrices (N, 2, 3) or (N, 3, 4).</param>
    /// <param name="size">The images' size, (N, C, H, W) or (N, C, D, H, W).</param>
    /// <param name="alignCorners">Whether -1 and 1 are the centres of the corner elements.</param>
    /// <exception cref="TorchValueException">Matrices and size do not fit each other.</exception>
    public static Tensor AffineGrid(Tensor theta, IntList size, bool? alignCorners = null)
    {
        ArgumentNullException.ThrowIfNull(theta);
        var corners = alignCorners ?? UnalignedCorners();
        if (!theta.DType.IsFloatingPoint)
        {
            throw new TorchValueException($"Expected theta to have floating point type, but got {theta.DType}");
        }

        var extents = size.Repeated(1);
        var spatial = extents.Length - 2;
        if (spatial is not (2 or 3))
        {
            throw new TorchNotImplementedException(
                $"affine_grid only supports 4D and 5D sizes, for 2D and 3D affine transforms, respectively. Got size {PythonText.List(extents)}.");
        }

        var shape = theta.Shape;
        if (shape.Count != 3 || shape[1] != spatial || shape[2] != spatial + 1)
        {
            throw new TorchValueException(
                $"Expected a batch of {spatial}D affine matrices of shape Nx{spatial}x{spatial + 1} for size {PythonText.List(extents)}. Got {shape}.");
        }

        if (corners && extents[2..].Min() == 1)
        {
            Warnings.Warn(
                "Since version 1.3.0, affine_grid behavior has changed for unit-size grids when align_corners=True. "
                + "This is not an intended use case of affine_grid. See the documentation of affine_grid for details.");
        }
        else if (extents.Min() <= 0)
        {
            throw new TorchValueException($"Expected non-zero, positive output size. Got {PythonText.List(extents)}");
        }

        return Torch.AffineGridGenerator(theta, extents, corners);
    }

    private static bool UnalignedCorners()
    {
        Warnings.Warn(
            "Default grid_sample and affine_grid behavior has changed to align_corners=False since 1.3.0. "
            + "Please specify align_corners=True if the old behavior is desired. See the documentation of grid_sample for details.");
        return false;
    }
}
