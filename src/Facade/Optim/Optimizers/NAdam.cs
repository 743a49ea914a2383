using LibTorch.Interop;

namespace LibTorch.Optim;

/// <content> The formula. Before 2.0 the product for the next step contained the current momentum twice, and complex parameters were not
/// treated as real pairs. </content>
public sealed partial class NAdam : Optimizer
{
    private protected override bool CountsInTensor => true;

    private protected override string Capturable => "params, mu_products and state_steps";

    private static bool IsOld => !LibraryCalls.IsAtLeast(2, 0);

    /// <inheritdoc/>
    protected override void BeginState(ParamGroup group, Tensor parameter, Tensor gradient, StateDictionary state)
    {
        state["step"] = Kept(0);
        state["mu_product"] = Kept(1);
        state["exp_avg"] = parameter.ZerosLike();
        state["exp_avg_sq"] = parameter.ZerosLike();
    }

    /// <inheritdoc/>
    protected override void UpdateParameter(ParamGroup group, Tensor parameter, Tensor gradient, StateDictionary state)
    {
        RefuseCapturable(group);
        gradient = Downhill(group, gradient);
        var (average, square) = (state.Get<Tensor>("exp_avg"), state.Get<Tensor>("exp_avg_sq"));
        if (!IsOld)
        {
            (parameter, gradient, average, square) = (Real(parameter), Real(gradient), Real(average), Real(square));
        }

        var step = Count(state);
        gradient = DecayedAsChosen(group, parameter, gradient);

        var (beta1, beta2) = group.Pair("betas");
        var (momentum, next) = (Momentum(group, beta1, step), Momentum(group, beta1, step + 1));
        var product = state.Get<Tensor>("mu_product").Mul_(momentum);
        Move(average, beta1, gradient);
        MoveToSquare(square, beta2, gradient);
        var deviation = square.Div(1 - Math.Pow(beta2, step)).Sqrt();
        Apply(group, parameter, gradient, average, deviation, momentum, next, product);
    }

    private static double Momentum(ParamGroup group, double beta1, double step) => beta1 * (1 - (0.5 * Math.Pow(0.96, step * group.Double("momentum_decay"))));

    private void Apply(ParamGroup group, Tensor parameter, Tensor gradient, Tensor average, Tensor deviation, double momentum, double next, Tensor product)
    {
        var (rate, eps) = (-Number.Rate(group), group.Double("eps"));
        if (IsDifferentiable)
        {
            deviation = deviation.Add(eps);
            parameter.Addcdiv_(gradient * (rate * (1 - momentum)).Over(1 - product), deviation);
            parameter.Addcdiv_(average * (rate * next).Over(1 - (product * next)), deviation);
            return;
        }

        deviation.Add_(eps);
        var ahead = IsOld ? (product * momentum * next).Item().ToDouble() : product.Item().ToDouble() * next;
        parameter.Addcdiv_(gradient, deviation, value: (rate * (1 - momentum) / (1 - product.Item().ToDouble())).Value);
        parameter.Addcdiv_(average, deviation, value: (rate * next / (1 - ahead)).Value);
    }
}
