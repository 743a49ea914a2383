namespace LibTorch.Optim;

/// <content>The formula is the same in all versions. Before 2.0 the step counter is an int.</content>
public sealed partial class Adadelta : Optimizer
{
    private protected override bool CapturesOnXla => false;

    /// <inheritdoc/>
    protected override void BeginState(ParamGroup group, Tensor parameter, Tensor gradient, StateDictionary state)
    {
        state["step"] = CountsInTensor ? Kept(0) : (object)0L;
        state["square_avg"] = parameter.ZerosLike();
        state["acc_delta"] = parameter.ZerosLike();
    }

    /// <inheritdoc/>
    protected override void UpdateParameter(ParamGroup group, Tensor parameter, Tensor gradient, StateDictionary state)
    {
        RefuseCapturable(group);
        Count(state);
        gradient = Real(Decayed(group, parameter, Downhill(group, gradient)));
        var (square, steps) = (Real(state.Get<Tensor>("square_avg")), Real(state.Get<Tensor>("acc_delta")));
        var (rho, eps) = (group.Double("rho"), group.Double("eps"));
        MoveToSquare(square, rho, gradient);
        var deviation = square.Add(eps).Sqrt_();
        var step = steps.Add(eps).Sqrt_();
        step = (IsDifferentiable ? step.Clone() : step).Div_(deviation).Mul_(gradient);
        MoveToSquare(steps, rho, step);
        parameter.Add_(parameter.DType.IsComplex ? Torch.ViewAsComplex(step) : step, alpha: (-Number.Rate(group)).Value);
    }
}
