namespace LibTorch.Optim;

/// <content>The formula is the same in all versions. Before 2.0 the decay's power is computed by <c>math.pow</c>, which gives the same
/// numbers.</content>
public sealed partial class ASGD : Optimizer
{
    private protected override bool CountsInTensor => true;

    private protected override string Capturable => "params, mus, etas, and state_steps";

    /// <inheritdoc/>
    protected override void BeginState(ParamGroup group, Tensor parameter, Tensor gradient, StateDictionary state)
    {
        state["step"] = Kept(0);
        state["eta"] = Kept(group.Double("lr"));
        state["mu"] = Kept(1);
        state["ax"] = parameter.ZerosLike();
    }

    /// <inheritdoc/>
    protected override void UpdateParameter(ParamGroup group, Tensor parameter, Tensor gradient, StateDictionary state)
    {
        RefuseCapturable(group);
        var (decay, rate) = (group.Double("lambd"), group.Double("lr"));
        (parameter, gradient, var average) = (Real(parameter), Real(Downhill(group, gradient)), Real(state.Get<Tensor>("ax")));
        var step = Count(state);
        gradient = Decayed(group, parameter, gradient);
        var (eta, mu) = (state.Get<Tensor>("eta"), state.Get<Tensor>("mu"));
        var size = eta.Item().ToDouble();
        parameter.Mul_(1 - (decay * size));
        parameter.Add_(gradient, alpha: -size);
        if (mu.Item().ToDouble() != 1)
        {
            average.Add_(parameter.Sub(average).Mul_(mu));
        }
        else
        {
            average.Copy_(parameter);
        }

        eta.Fill_(rate / Math.Pow(1 + (decay * rate * step), group.Double("alpha")));
        mu.Fill_(1 / Math.Max(1, step - group.Double("t0")));
    }
}
