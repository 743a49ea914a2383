namespace LibTorch.Optim;

/// <content>The formula gives the same numbers in all versions. Before 2.0 the step counter is an int.</content>
public sealed partial class Rprop : Optimizer
{
    private protected override void CheckOptions(StateDictionary options)
    {
        var etas = (object?[])options["etas"]!;
        var (shrinks, grows) = (LearningRate.Of(etas[0]).ToDouble(), LearningRate.Of(etas[1]).ToDouble());
        if (!(shrinks > 0 && shrinks < 1 && grows > 1))
        {
            throw new TorchValueException($"Invalid eta values: {PythonValue.Format(etas[0])}, {PythonValue.Format(etas[1])}");
        }
    }

    /// <inheritdoc/>
    protected override void BeginState(ParamGroup group, Tensor parameter, Tensor gradient, StateDictionary state)
    {
        var rate = group.Double("lr");
        state["step"] = CountsInTensor ? Kept(0) : (object)0L;
        state["prev"] = parameter.ZerosLike();
        state["step_size"] = parameter.DType.IsComplex ? gradient.FullLike(new System.Numerics.Complex(rate, rate)) : gradient.FullLike(rate);
    }

    /// <inheritdoc/>
    protected override void UpdateParameter(ParamGroup group, Tensor parameter, Tensor gradient, StateDictionary state)
    {
        RefuseCapturable(group);
        Count(state);
        gradient = Real(Downhill(group, gradient));
        var (previous, size) = (Real(state.Get<Tensor>("prev")), Real(state.Get<Tensor>("step_size")));
        var ((shrinks, grows), (smallest, largest)) = (group.Pair("etas"), group.Pair("step_sizes"));
        var sign = gradient.Mul(IsDifferentiable ? previous.Clone() : previous).Sign();
        sign[sign.Gt(0)] = grows;
        sign[sign.Lt(0)] = shrinks;
        sign[sign.Eq(0)] = 1;
        size.Mul_(sign).Clamp_(smallest, largest);
        gradient = gradient.Clone();
        gradient[sign.Eq(shrinks)] = 0;
        Real(parameter).Addcmul_(gradient.Sign(), size, value: -1);
        previous.Copy_(gradient);
    }
}
