using LibTorch.Interop;

namespace LibTorch.Optim;

/// <summary>
/// Steps a whole group in one native call. The call runs the same operators in the same order as the C# formula, and reuses one scratch
/// buffer for their intermediate results.
/// </summary>
internal static class NativeSteps
{
    /// <summary>
    /// Steps the group. False if it cannot: for differentiable or capturable steps, a tensor as learning rate, or tensors that are not
    /// plain.
    /// </summary>
    public static bool Adam(ParamGroup group, List<ParameterUpdate> all, bool isDecoupled, bool lerps)
    {
        if (!IsPossible(group))
        {
            return false;
        }

        var (beta1, beta2) = group.Pair("betas");
        var options = new AdamStep
        {
            Lr = group.Double("lr"),
            Beta1 = beta1,
            Beta2 = beta2,
            Eps = group.Double("eps"),
            WeightDecay = group.Double("weight_decay"),
            Decoupled = isDecoupled ? 1 : 0,
            Maximize = group.Flag("maximize") ? 1 : 0,
            Lerps = lerps ? 1 : 0,
        };
        var hasLargest = group.Flag("amsgrad");
        var tensors = new IHandleOwner?[all.Count * 5];
        var counters = new IHandleOwner?[all.Count];
        for (var i = 0; i < all.Count; i++)
        {
            var (parameter, gradient, state) = all[i];
            var row = tensors.AsSpan(i * 5, 5);
            (row[0], row[1], row[2], row[3]) = (parameter, gradient, state["exp_avg"] as Tensor, state["exp_avg_sq"] as Tensor);
            row[4] = hasLargest ? state["max_exp_avg_sq"] as Tensor : null;
            counters[i] = state["step"] as Tensor;
        }

        return OptimizerCalls.Adam(options, tensors, counters);
    }

    /// <summary>The same for SGD. Also false for the first step with momentum, which must create the buffers.</summary>
    public static bool SGD(ParamGroup group, List<ParameterUpdate> all)
    {
        var momentum = group.Double("momentum");
        if (!IsPossible(group))
        {
            return false;
        }

        var tensors = new IHandleOwner?[all.Count * 3];
        for (var i = 0; i < all.Count; i++)
        {
            var (parameter, gradient, state) = all[i];
            var buffer = momentum == 0 ? null : state.GetValueOrDefault("momentum_buffer") as Tensor;
            if (momentum != 0 && buffer is null)
            {
                return false;
            }

            (tensors[i * 3], tensors[(i * 3) + 1], tensors[(i * 3) + 2]) = (parameter, gradient, buffer);
        }

        var options = new SgdStep
        {
            Lr = group.Double("lr"),
            Momentum = momentum,
            Dampening = group.Double("dampening"),
            WeightDecay = group.Double("weight_decay"),
            Nesterov = group.Flag("nesterov") ? 1 : 0,
            Maximize = group.Flag("maximize") ? 1 : 0,
        };
        return OptimizerCalls.Sgd(options, tensors);
    }

    private static bool IsPossible(ParamGroup group) => group["lr"] is not Tensor && !group.Flag("differentiable") && !group.Flag("capturable");
}
