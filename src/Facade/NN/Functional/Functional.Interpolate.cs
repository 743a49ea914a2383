namespace LibTorch.NN;

/// <summary>Images of another size.</summary>
public static partial class Functional
{
    /// <summary>Scales images (N, C, …) up or down; <c>torch.nn.functional.interpolate</c>.</summary>
    /// <param name="input">Images of 1, 2 or 3 spatial dimensions, with a batch and a channel dimension before.</param>
    /// <param name="size">The spatial extents to scale to.</param>
    /// <param name="scaleFactor">The factor to scale by, instead of the extents.</param>
    /// <param name="mode"><c>nearest</c>, <c>linear</c>, <c>bilinear</c>, <c>bicubic</c>, <c>trilinear</c>, <c>area</c>, <c>nearest-exact</c> or <c>lanczos</c>.</param>
    /// <param name="alignCorners">Whether the corner elements' centres stay where they are.</param>
    /// <param name="recomputeScaleFactor">Whether the factor is recomputed as the ratio of the extents, which are rounded to
    /// integers.</param>
    /// <param name="antialias">Whether an antialiasing filter is applied when scaling down.</param>
    /// <exception cref="TorchValueException">The arguments do not fit each other.</exception>
    /// <exception cref="TorchNotImplementedException">The mode does not support this number of dimensions.</exception>
    public static Tensor Interpolate(
        Tensor input, IntList size = default, FloatList scaleFactor = default, string mode = "nearest", bool? alignCorners = null,
        bool? recomputeScaleFactor = null, bool antialias = false)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (mode is "nearest" or "area" or "nearest-exact" && alignCorners is not null)
        {
            throw new TorchValueException(
                "align_corners option can only be set with the interpolating modes: linear | bilinear | bicubic | trilinear");
        }

        var (extents, factors) = SpatialSize(input, size, scaleFactor);
        if (recomputeScaleFactor == true && size.IsGiven)
        {
            throw new TorchValueException("recompute_scale_factor is not meaningful with an explicit size.");
        }

        if (factors is not null && (recomputeScaleFactor == true || mode == "area"))
        {
            var shape = input.Shape;
            extents = [.. factors.Select((factor, i) => (long)(shape[i + 2] * factor))];
            factors = null;
        }

        if (antialias && !(mode is "bilinear" or "bicubic" or "lanczos" && input.NDim == 4))
        {
            throw new TorchValueException(AntialiasMessage());
        }

        return Scaled(input, mode, extents, factors, alignCorners ?? false, antialias);
    }

    /// <summary>The older name of Interpolate; <c>torch.nn.functional.upsample</c>.</summary>
    /// <exception cref="TorchValueException">The arguments do not fit each other.</exception>
    public static Tensor Upsample(
        Tensor input, IntList size = default, FloatList scaleFactor = default, string mode = "nearest", bool? alignCorners = null)
    {
        WarnOfOldName("upsample");
        return Interpolate(input, size, scaleFactor, mode, alignCorners);
    }

    /// <summary>The older name of Interpolate with the nearest elements; <c>torch.nn.functional.upsample_nearest</c>.</summary>
    /// <exception cref="TorchValueException">The arguments do not fit each other.</exception>
    public static Tensor UpsampleNearest(Tensor input, IntList size = default, FloatList scaleFactor = default)
    {
        WarnOfOldName("upsample_nearest");
        return Interpolate(input, size, scaleFactor, "nearest");
    }

    /// <summary>The older name of bilinear Interpolate with aligned corners; <c>torch.nn.functional.upsample_bilinear</c>.</summary>
    /// <exception cref="TorchValueException">The arguments do not fit each other.</exception>
    public static Tensor UpsampleBilinear(Tensor input, IntList size = default, FloatList scaleFactor = default)
    {
        WarnOfOldName("upsample_bilinear");
        return Interpolate(input, size, scaleFactor, "bilinear", alignCorners: true);
    }

    private static Tensor Scaled(Tensor input, string mode, IntList size, ReadOnlySpan<double> factors, bool alignCorners, bool antialias) =>
        (input.NDim, mode) switch
        {
            (3, "nearest") => Torch.UpsampleNearest1d(input, size, factors),
            (4, "nearest") => Torch.UpsampleNearest2d(input, size, factors),
            (5, "nearest") => Torch.UpsampleNearest3d(input, size, factors),
            (3, "nearest-exact") => Torch._UpsampleNearestExact1d(input, size, factors),
            (4, "nearest-exact") => Torch._UpsampleNearestExact2d(input, size, factors),
            (5, "nearest-exact") => Torch._UpsampleNearestExact3d(input, size, factors),
            (3, "area") => input.AdaptiveAvgPool1d(size),
            (4, "area") => input.AdaptiveAvgPool2d(size),
            (5, "area") => input.AdaptiveAvgPool3d(size),
            (3, "linear") => Torch.UpsampleLinear1d(input, size, alignCorners, factors),
            (4, "bilinear") when antialias => Torch._UpsampleBilinear2dAa(input, size, alignCorners, factors),
            (4, "bilinear") => Torch.UpsampleBilinear2d(input, size, alignCorners, factors),
            (5, "trilinear") => Torch.UpsampleTrilinear3d(input, size, alignCorners, factors),
            (4, "bicubic") when antialias => Torch._UpsampleBicubic2dAa(input, size, alignCorners, factors),
            (4, "bicubic") => Torch.UpsampleBicubic2d(input, size, alignCorners, factors),
            (4, "lanczos") when alignCorners => throw new TorchValueException("Lanczos mode does not support align_corners=True"),
            (4, "lanczos") when !antialias => throw new TorchValueException("Lanczos mode requires antialias=True"),
            (4, "lanczos") => Torch._UpsampleLanczos2dAa(input, size, alignCorners, factors),
            (4 or 5, "linear") => throw WrongMode(input, mode, 3),
            (3 or 5, "bilinear") => throw WrongMode(input, mode, 4),
            (3 or 4, "trilinear") => throw WrongMode(input, mode, 5),
            _ => throw new TorchNotImplementedException(
                $"Input Error: Only 3D, 4D and 5D input Tensors supported (got {input.NDim}D) for the modes: nearest | linear | bilinear | bicubic | "
                + $"trilinear | {(HasLanczos ? "lanczos | " : "")}area | nearest-exact (got {mode})"),
        };

    private static TorchNotImplementedException WrongMode(Tensor input, string mode, int dimensions) =>
        new($"Got {input.NDim}D input, but {mode} mode needs {dimensions}D input");

    private static void WarnOfOldName(string name) =>
        Warnings.Warn($"`nn.functional.{name}` is deprecated. Use `nn.functional.interpolate` instead.");
}
