namespace LibTorch.NN;

/// <summary>Products of groups of matrices, and of matrices of narrow floats with scales beside them.</summary>
public static partial class Functional
{
    /// <summary>Products of groups of matrices, whose ends the offsets tell; <c>torch.nn.functional.grouped_mm</c>.</summary>
    /// <exception cref="OperatorNotFoundException">This libtorch is too old to have it.</exception>
    public static Tensor GroupedMm(Tensor matA, Tensor matB, Tensor? offs = null, Tensor? bias = null, DType? outDtype = null)
    {
        ArgumentNullException.ThrowIfNull(matA);
        return matA._GroupedMm(matB, offs, bias, outDtype);
    }

    /// <summary>The product of two scaled matrices; <c>torch.nn.functional.scaled_mm</c>.</summary>
    /// <param name="matA">A matrix of 8-bit floats, or of pairs of 4-bit ones.</param>
    /// <param name="matB">The other, in column-major order.</param>
    /// <param name="scaleA">The scales of the first.</param>
    /// <param name="scaleRecipeA">What each of them is for.</param>
    /// <param name="scaleB">The scales of the second.</param>
    /// <param name="scaleRecipeB">What each of them is for.</param>
    /// <param name="swizzleA">How the first's scales lie in memory.</param>
    /// <param name="swizzleB">How the second's scales lie in memory.</param>
    /// <param name="bias">What is added.</param>
    /// <param name="outputDtype">The result's dtype; bfloat16 unless given.</param>
    /// <param name="contractionDim">The dimensions that are summed over, where they are not the usual ones.</param>
    /// <param name="useFastAccum">Whether sums may be less exact.</param>
    /// <exception cref="OperatorNotFoundException">This libtorch is too old to have it.</exception>
    /// <exception cref="TorchException">The device has no such product, or the scales do not fit.</exception>
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

    /// <summary>Products of groups of scaled matrices, whose ends the offsets tell; <c>torch.nn.functional.scaled_grouped_mm</c>.</summary>
    /// <param name="matA">Matrices of 8-bit floats, or of pairs of 4-bit ones.</param>
    /// <param name="matB">The others, in column-major order.</param>
    /// <param name="scaleA">The scales of the first.</param>
    /// <param name="scaleRecipeA">What each of them is for.</param>
    /// <param name="scaleB">The scales of the second.</param>
    /// <param name="scaleRecipeB">What each of them is for.</param>
    /// <param name="swizzleA">How the first's scales lie in memory.</param>
    /// <param name="swizzleB">How the second's scales lie in memory.</param>
    /// <param name="bias">What is added.</param>
    /// <param name="offs">Where each group ends.</param>
    /// <param name="outputDtype">The result's dtype; bfloat16 unless given.</param>
    /// <param name="contractionDim">The dimensions that are summed over, where they are not the usual ones.</param>
    /// <param name="useFastAccum">Whether sums may be less exact.</param>
    /// <exception cref="OperatorNotFoundException">This libtorch is too old to have it.</exception>
    /// <exception cref="TorchException">The device has no such product, or the scales do not fit.</exception>
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
