namespace LibTorch.Optim;

/// <content>The formula. Since 2.1 the gradient's average is updated by <c>lerp_</c>; before 2.0 the step counter is an int.</content>
public sealed partial class RMSprop : Optimizer
{
    /// <inheritdoc/>
    protected override void BeginState(ParamGroup group, Tensor parameter, Tensor gradient, StateDictionary state)
    {
        state["step"] = CountsInTensor ? Kept(0) : (object)0L;
        state["square_avg"] = parameter.ZerosLike();
        if (group.Double("momentum") > 0)
        {
            state["momentum_buffer"] = parameter.ZerosLike();
        }

        if (group.Flag("centered"))
        {
            state["grad_avg"] = parameter.ZerosLike();
        }
    }

    /// <inheritdoc/>
    protected override void UpdateParameter(ParamGroup group, Tensor parameter, Tensor gradient, StateDictionary state)
    {
        RefuseCapturable(group);
        Count(state);
        gradient = Real(Decayed(group, parameter, Downhill(group, gradient)));
        (parameter, var square) = (Real(parameter), Real(state.Get<Tensor>("square_avg")));
        var (alpha, eps, momentum, rate) = (group.Double("alpha"), group.Double("eps"), group.Double("momentum"), (-Number.Rate(group)).Value);
        MoveToSquare(square, alpha, gradient);
        var deviation = group.Flag("centered") ? Centered(square, Real(state.Get<Tensor>("grad_avg")), alpha, gradient) : square.Sqrt();
        deviation = IsDifferentiable ? deviation.Add(eps) : deviation.Add_(eps);
        if (momentum > 0)
        {
            parameter.Add_(Real(state.Get<Tensor>("momentum_buffer")).Mul_(momentum).Addcdiv_(gradient, deviation), alpha: rate);
        }
        else
        {
            parameter.Addcdiv_(gradient, deviation, value: rate);
        }
    }

    private static Tensor Centered(Tensor square, Tensor average, double alpha, Tensor gradient)
    {
        Move(average, alpha, gradient);
        return square.Addcmul(average, average, value: -1).Sqrt_();
    }
}
