namespace LibTorch.Optim;

/// <content>The formula is the same in all versions. The state is created with the optimizer, not at the first step.</content>
public sealed partial class Adagrad : Optimizer
{
    private protected override bool TakesSparse => true;

    private protected override bool CountsInTensor => true;

    private protected override void CheckOptions(StateDictionary options) => FusedSteps.CheckOptions(options);

    private protected override void CheckGroups()
    {
        using var outside = new Interop.OutsideFrames();
        foreach (var group in ParamGroups)
        {
            foreach (var parameter in group.Params)
            {
                BeginState(group, parameter, parameter, StateOf(parameter));
            }
        }
    }

    /// <inheritdoc/>
    protected override void BeginState(ParamGroup group, Tensor parameter, Tensor gradient, StateDictionary state)
    {
        var initial = LearningRate.Of(Defaults["initial_accumulator_value"]).ToDouble();
        state["step"] = FusedSteps.Counter(group, parameter);
        state["sum"] = parameter.DType.IsComplex ? parameter.FullLike(new System.Numerics.Complex(initial, initial)) : parameter.FullLike(initial);
    }

    private protected override bool UpdateAtOnce(ParamGroup group, List<ParameterUpdate> all)
    {
        if (!group.Flag("fused"))
        {
            return false;
        }

        all.ForEach(one => FusedSteps.CheckParameter(group, one.Parameter));
        if (all.Exists(one => one.Gradient.IsSparse || one.Parameter.DType.IsComplex))
        {
            throw new TorchException("`fused` does not support sparse grad or complex param");
        }

        FusedSteps.Adagrad(group, all, Scaling);
        return true;
    }

    /// <inheritdoc/>
    protected override void UpdateParameter(ParamGroup group, Tensor parameter, Tensor gradient, StateDictionary state)
    {
        var step = Count(state);
        gradient = Downhill(group, gradient);
        if (gradient.IsSparse && group.Double("weight_decay") != 0)
        {
            throw new TorchException("weight_decay option is not compatible with sparse gradients");
        }

        gradient = Decayed(group, parameter, gradient);
        var (rate, eps, sum) = ((-(Number.Rate(group) / (1 + ((step - 1) * group.Double("lr_decay"))))).Value, group.Double("eps"), state.Get<Tensor>("sum"));
        if (gradient.IsSparse)
        {
            StepSparse(parameter, gradient.Coalesce(), sum, rate, eps);
            return;
        }

        (parameter, gradient, sum) = (Real(parameter), Real(gradient), Real(sum));
        sum.Addcmul_(gradient, gradient, value: 1);
        var deviation = IsDifferentiable ? sum.Sqrt() + eps : sum.Sqrt().Add_(eps);
        parameter.Addcdiv_(gradient, deviation, value: rate);
    }

    private static void StepSparse(Tensor parameter, Tensor gradient, Tensor sum, Scalar rate, double eps)
    {
        var values = gradient.Values();
        sum.Add_(SparseGradient.With(gradient, values.Pow(2)));
        var deviation = sum.SparseMask(gradient).Values().Sqrt_().Add_(eps);
        parameter.Add_(SparseGradient.With(gradient, values / deviation), alpha: rate);
    }
}
