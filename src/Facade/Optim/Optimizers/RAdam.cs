using LibTorch.Interop;

namespace LibTorch.Optim;

/// <content>The formula. Since 2.0 complex parameters are treated as real pairs; since 2.1 square roots are computed as powers.</content>
public sealed partial class RAdam : Optimizer
{
    private protected override bool CountsInTensor => true;

    /// <inheritdoc/>
    protected override void BeginState(ParamGroup group, Tensor parameter, Tensor gradient, StateDictionary state)
    {
        state["step"] = Kept(0);
        state["exp_avg"] = parameter.ZerosLike();
        state["exp_avg_sq"] = parameter.ZerosLike();
    }

    /// <inheritdoc/>
    protected override void UpdateParameter(ParamGroup group, Tensor parameter, Tensor gradient, StateDictionary state)
    {
        RefuseCapturable(group);
        gradient = Downhill(group, gradient);
        var (average, square) = (state.Get<Tensor>("exp_avg"), state.Get<Tensor>("exp_avg_sq"));
        if (LibraryCalls.IsAtLeast(2, 0))
        {
            (parameter, gradient, average, square) = (Real(parameter), Real(gradient), Real(average), Real(square));
        }

        var step = Count(state);
        gradient = DecayedAsChosen(group, parameter, gradient);

        var (beta1, beta2) = group.Pair("betas");
        Move(average, beta1, gradient);
        MoveToSquare(square, beta2, gradient);
        var correction = 1 - Math.Pow(beta2, step);
        var corrected = Number.Rate(group).Times(average / (1 - Math.Pow(beta1, step)));
        var limit = (2 / (1 - beta2)) - 1;
        var length = limit - (2 * step * Math.Pow(beta2, step) / correction);
        if (length > 5)
        {
            var rectified = Root((length - 4) * (length - 2) * limit / ((limit - 4) * (limit - 2) * length));
            var deviation = IsDifferentiable ? square.Sqrt().Add(group.Double("eps")) : square.Sqrt().Add_(group.Double("eps"));
            corrected = corrected * (Root(correction) / deviation) * rectified;
        }

        parameter.Add_(corrected, alpha: -1.0);
    }
}
