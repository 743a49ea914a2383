namespace LibTorch.NN;

public static partial class Utils
{
    /// <summary>
    /// A copy of a convolution that includes the batch normalisation after it, as in evaluation mode; <c>fuse_conv_bn_eval</c>.
    /// </summary>
    /// <param name="conv">The convolution.</param>
    /// <param name="bn">The normalisation, with running statistics.</param>
    /// <param name="transpose">Whether the convolution is a transposed one.</param>
    /// <exception cref="TorchException">One of them is in training mode.</exception>
    public static T FuseConvBnEval<T>(T conv, BatchNorm bn, bool transpose = false)
        where T : Module =>
        Fused(conv, bn, (weight, bias) => FuseConvBnWeights(weight, bias, bn.RunningMean!, bn.RunningVar!, bn.Eps, bn.Weight, bn.Bias, transpose));

    /// <summary>
    /// A copy of a linear layer that includes the batch normalisation after it, as in evaluation mode; <c>fuse_linear_bn_eval</c>.
    /// </summary>
    /// <exception cref="TorchException">One of them is in training mode.</exception>
    public static Linear FuseLinearBnEval(Linear linear, BatchNorm bn)
    {
        ArgumentNullException.ThrowIfNull(linear);
        ArgumentNullException.ThrowIfNull(bn);
        return Fused(linear, bn, (weight, bias) => FuseLinearBnWeights(weight, bias, bn.RunningMean!, bn.RunningVar!, bn.Eps, bn.Weight!, bn.Bias!), () => RequireFit(linear, bn));
    }

    /// <summary>The weight and bias of a convolution that includes a batch normalisation; <c>fuse_conv_bn_weights</c>.</summary>
    /// <returns>Both, as parameters.</returns>
    public static (Parameter Weight, Parameter Bias) FuseConvBnWeights(
        Tensor convW, Tensor? convB, Tensor bnRm, Tensor bnRv, double bnEps, Tensor? bnW = null, Tensor? bnB = null, bool transpose = false)
    {
        ArgumentNullException.ThrowIfNull(convW);
        ArgumentNullException.ThrowIfNull(bnRm);
        ArgumentNullException.ThrowIfNull(bnRv);
        var given = convB;
        convB ??= Torch.ZerosLike(bnRm);
        bnW ??= Torch.OnesLike(bnRm);
        bnB ??= Torch.ZerosLike(bnRm);
        var scale = Torch.Rsqrt(bnRv + bnEps);
        long[] ones = [.. Enumerable.Repeat(1L, convW.NDim - 2)];
        var weight = convW * (bnW * scale).Reshape(transpose ? [1, -1, .. ones] : [-1, 1, .. ones]);
        var bias = ((convB - bnRm) * scale * bnW) + bnB;
        return (new Parameter(As(weight, convW), IsTrained(convW)), new Parameter(As(bias, given ?? convW), IsTrained(convB)));
    }

    /// <summary>The weight and bias of a linear layer that includes a batch normalisation; <c>fuse_linear_bn_weights</c>.</summary>
    /// <returns>Both, as parameters.</returns>
    public static (Parameter Weight, Parameter Bias) FuseLinearBnWeights(Tensor linearW, Tensor? linearB, Tensor bnRm, Tensor bnRv, double bnEps, Tensor bnW, Tensor bnB)
    {
        ArgumentNullException.ThrowIfNull(linearW);
        ArgumentNullException.ThrowIfNull(bnRm);
        ArgumentNullException.ThrowIfNull(bnRv);
        ArgumentNullException.ThrowIfNull(bnW);
        ArgumentNullException.ThrowIfNull(bnB);
        var given = linearB;
        linearB ??= Torch.ZerosLike(bnRm);
        var scale = bnW * Torch.Rsqrt(bnRv + bnEps);
        var bias = ((linearB - bnRm) * scale) + bnB;
        return (new Parameter(linearW * As(scale.Unsqueeze(-1), linearW), IsTrained(linearW)), new Parameter(As(bias, given ?? linearW), IsTrained(linearB)));
    }

    // Before 2.0, all results require a gradient.
    private static bool IsTrained(Tensor tensor) => !Interop.LibraryCalls.IsAtLeast(2, 0) || tensor.RequiresGrad;

    // From 2.0 on, the dtypes are kept.
    private static Tensor As(Tensor tensor, Tensor like) => Interop.LibraryCalls.IsAtLeast(2, 0) ? tensor.To(like.DType) : tensor;

    // Versions without this check fail when the sizes are combined.
    private static void RequireFit(Linear linear, BatchNorm bn)
    {
        if (Interop.LibraryCalls.IsAtLeast(2, 6) && linear.OutFeatures != bn.NumFeatures && bn.NumFeatures != 1)
        {
            var given = Interop.LibraryCalls.IsAtLeast(2, 14) ? $", got linear.out_features={linear.OutFeatures} and bn.num_features={bn.NumFeatures}" : "";
            throw new TorchException($"To fuse, linear.out_features == bn.num_features or bn.num_features == 1{given}");
        }
    }

    private static T Fused<T>(T module, BatchNorm bn, Func<Tensor, Tensor?, (Parameter Weight, Parameter Bias)> fuse, Action? check = null)
        where T : Module
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(bn);
        if (module.Training || bn.Training)
        {
            throw new TorchException("Fusion only for eval!");
        }

        check?.Invoke();
        var copy = (T)module.DeepCopy();
        var members = copy.Members();
        var (weight, bias) = fuse((Tensor)members.Find("weight")!, (Tensor?)members.Find("bias"));
        copy.Exchange("weight", _ => weight);
        copy.Exchange("bias", _ => bias);
        return copy;
    }
}
