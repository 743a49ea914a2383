using LibTorch.Interop;

namespace LibTorch.Optim;

/// <content>The formula. Until 2.0 the maximum of two tensors was computed by <c>amax</c> of both, which gives the same numbers except for
/// NaN.</content>
public sealed partial class Adamax : Optimizer
{
    private protected override bool CountsInTensor => true;

    /// <inheritdoc/>
    protected override void BeginState(ParamGroup group, Tensor parameter, Tensor gradient, StateDictionary state)
    {
        state["step"] = Kept(0);
        state["exp_avg"] = parameter.ZerosLike();
        state["exp_inf"] = parameter.ZerosLike();
    }

    /// <inheritdoc/>
    protected override void UpdateParameter(ParamGroup group, Tensor parameter, Tensor gradient, StateDictionary state)
    {
        RefuseCapturable(group);
        var step = Count(state);
        gradient = Real(Decayed(group, parameter, Downhill(group, gradient)));
        var (average, largest) = (Real(state.Get<Tensor>("exp_avg")), Real(state.Get<Tensor>("exp_inf")));
        var (beta1, beta2) = group.Pair("betas");
        Move(average, beta1, gradient);
        if (LibraryCalls.IsAtLeast(2, 1) && !IsDifferentiable)
        {
            Torch.MaximumOut(largest, largest.Mul_(beta2), gradient.Abs().Add_(group.Double("eps")));
        }
        else
        {
            var both = Torch.Cat([largest.Mul_(beta2).Unsqueeze(0), gradient.Abs().Add_(group.Double("eps")).Unsqueeze_(0)], 0);
            largest.Copy_(Torch.Amax(both, 0));
        }

        Real(parameter).Addcdiv_(average, largest, value: (-(Number.Rate(group) / (1 - Math.Pow(beta1, step)))).Value);
    }
}
