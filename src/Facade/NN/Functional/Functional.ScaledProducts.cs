namespace LibTorch.NN;

/// <summary>Grouped matrix products, and products of low-precision matrices with separate scales.</summary>
public static partial class Functional
{
    /// <summary>Grouped matrix products; the offsets are the ends of the groups; <c>torch.nn.functional.grouped_mm</c>.</summary>
    /// <exception cref="OperatorNotFoundException">This libtorch is too old to have the operator.</exception>
    public static Tensor GroupedMm(Tensor matA, Tensor matB, Tensor? offs = null, Tensor? bias = null, DType? outDtype = null)
    {
        ArgumentNullException.ThrowIfNull(matA);
        return matA._GroupedMm(matB, offs, bias, outDtype);
    }

    /// <summary>The product of two scaled matrices; <c>torch.nn.functional.scaled_mm</c>.</summary>
    /// <param name="matA">A matrix of 8-bit floats, or of pairs of 4-bit ones.</param>
    /// <param name="matB">The second matrix, in column-major order.</param>
    /// <param name="scaleA">The scales of the first.</param>
    /// <param name="scaleRecipeA">The block of elements that each scale applies to.</param>
    /// <param name="scaleB">The scales of the second.</param>
    /// <param name="scaleRecipeB">The block of elements that each scale applies to.</param>
    /// <param name="swizzleA">The memory layout of the first matrix's scales.</param>
    /// <param name="swizzleB">The memory layout of the second matrix's scales.</param>
    /// <param name="bias">The bias to add.</param>
    /// <param name="outputDtype">The result's dtype; bfloat16 unless given.</param>
    /// <param name="contractionDim">The dimensions that are summed over, if not the usual ones.</param>
    /// <param name="useFastAccum">Whether sums may be accumulated faster and less exactly.</param>
    /// <exception cref="OperatorNotFoundException">This libtorch is too old to have the operator.</exception>
    /// <exception cref="TorchException">The device does not support this product, or the scales do not fit.</exception>
    public static Tensor ScaledMm(
        Tensor matA, Tensor matB, ReadOnlySpan<Tensor> scaleA, ReadOnlySpan<ScalingType> scaleRecipeA, ReadOnlySpan<Tensor> scaleB,
        ReadOnlySpan<ScalingType> scaleRecipeB, ReadOnlySpan<SwizzleType> swizzleA = default, ReadOnlySpan<SwizzleType> swizzleB = default,
        Tensor? bias = null, DType? outputDtype = null, IntList contractionDim = default, bool useFastAccum = false)
    {
        ArgumentNullException.ThrowIfNull(matA);
        return matA._ScaledMmV2(
            matB, scaleA, Numbers(scaleRecipeA), Numbers(swizzleA), scaleB, Numbers(scaleRecipeB), Numbers(swizzleB), bias,
            outputDtype ?? DType.BFloat16, contractionDim, useFastAccum);
    }

    /// <summary>
    /// Grouped products of scaled matrices; the offsets are the ends of the groups; <c>torch.nn.functional.scaled_grouped_mm</c>.
    /// </summary>
    /// <param name="matA">Matrices of 8-bit floats, or of pairs of 4-bit ones.</param>
    /// <param name="matB">The second matrices, in column-major order.</param>
    /// <param name="scaleA">The scales of the first.</param>
    /// <param name="scaleRecipeA">The block of elements that each scale applies to.</param>
    /// <param name="scaleB">The scales of the second.</param>
    /// <param name="scaleRecipeB">The block of elements that each scale applies to.</param>
    /// <param name="swizzleA">The memory layout of the first matrix's scales.</param>
    /// <param name="swizzleB">The memory layout of the second matrix's scales.</param>
    /// <param name="bias">The bias to add.</param>
    /// <param name="offs">Where each group ends.</param>
    /// <param name="outputDtype">The result's dtype; bfloat16 unless given.</param>
    /// <param name="contractionDim">The dimensions that are summed over, if not the usual ones.</param>
    /// <param name="useFastAccum">Whether sums may be accumulated faster and less exactly.</param>
    /// <exception cref="OperatorNotFoundException">This libtorch is too old to have the operator.</exception>
    /// <exception cref="TorchException">The device does not support this product, or the scales do not fit.</exception>
    public static Tensor ScaledGroupedMm(
        Tensor matA, Tensor matB, ReadOnlySpan<Tensor> scaleA, ReadOnlySpan<ScalingType> scaleRecipeA, ReadOnlySpan<Tensor> scaleB,
        ReadOnlySpan<ScalingType> scaleRecipeB, ReadOnlySpan<SwizzleType> swizzleA = default, ReadOnlySpan<SwizzleType> swizzleB = default,
        Tensor? bias = null, Tensor? offs = null, DType? outputDtype = null, IntList contractionDim = default, bool useFastAccum = false)
    {
        ArgumentNullException.ThrowIfNull(matA);
        return matA._ScaledGroupedMmV2(
            matB, scaleA, Numbers(scaleRecipeA), Numbers(swizzleA), scaleB, Numbers(scaleRecipeB), Numbers(swizzleB), offs, bias,
            outputDtype ?? DType.BFloat16, contractionDim, useFastAccum);
    }

    private static long[] Numbers(ReadOnlySpan<ScalingType> values) => [.. values.ToArray().Select(value => (long)value)];

    private static long[] Numbers(ReadOnlySpan<SwizzleType> values) => [.. values.ToArray().Select(value => (long)value)];
}
