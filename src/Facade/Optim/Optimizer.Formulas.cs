using LibTorch.Interop;

namespace LibTorch.Optim;

/// <summary>Parts of formulas that several optimizers share.</summary>
public abstract partial class Optimizer
{
    /// <summary>
    /// Whether running averages are updated by <c>lerp_</c>, as since 2.1. Earlier releases use <c>mul_</c> and <c>add_</c>, which round
    /// differently.
    /// </summary>
    private protected static bool Lerps => LibraryCalls.IsAtLeast(2, 1);

    /// <summary>Python's list of what must be on a CUDA device for a capturable step; part of an error message.</summary>
    private protected virtual string Capturable => "params and state_steps";

    /// <summary>Whether the error message lists XLA devices as supported for capturable steps.</summary>
    private protected virtual bool CapturesOnXla => true;

    /// <summary>A tensor for a step counter or another number that Python stores as a tensor.</summary>
    private protected static Tensor Kept(double number) => Torch.Full([], number, dtype: Torch.GetDefaultDType());

    /// <summary>Increments the step counter, and returns its new value.</summary>
    private protected static double Count(StateDictionary state)
    {
        if (state["step"] is Tensor counter)
        {
            counter.Add_(1);
            return counter.Item().ToDouble();
        }

        var step = state.Get<long>("step") + 1;
        state["step"] = step;
        return step;
    }

    /// <summary>The square root as Python's formulas compute it: since 2.1 as a power of 0.5, which may round differently.</summary>
    private protected static double Root(double number) => Lerps ? Math.Pow(number, 0.5) : Math.Sqrt(number);

    /// <summary>A complex tensor as a view of real pairs; a real tensor unchanged.</summary>
    private protected static Tensor Real(Tensor tensor) => tensor.DType.IsComplex ? Torch.ViewAsReal(tensor) : tensor;

    /// <summary>The gradient to descend along: negated if the group maximizes its objective.</summary>
    private protected static Tensor Downhill(ParamGroup group, Tensor gradient) => group.Flag("maximize") ? -gradient : gradient;

    /// <summary>The gradient plus the weight decay times the parameter.</summary>
    private protected static Tensor Decayed(ParamGroup group, Tensor parameter, Tensor gradient) =>
        group.Double("weight_decay") is not 0 and var decay ? gradient.Add(parameter, alpha: decay) : gradient;

    /// <summary>Decoupled weight decay: multiplies the parameter by 1 - lr * weight_decay.</summary>
    private protected static void Decay(ParamGroup group, Tensor parameter) => parameter.Mul_((1 - (Number.Rate(group) * group.Double("weight_decay"))).Value);

    /// <summary>
    /// Applies the weight decay in the group's way: adds it to the gradient; or, if it is decoupled, to the parameter, and returns the
    /// gradient unchanged.
    /// </summary>
    private protected static Tensor DecayedAsChosen(ParamGroup group, Tensor parameter, Tensor gradient)
    {
        if (!group.Flag("decoupled_weight_decay"))
        {
            return Decayed(group, parameter, gradient);
        }

        if (group.Double("weight_decay") != 0)
        {
            Decay(group, parameter);
        }

        return gradient;
    }

    /// <summary>Updates a running average with the gradient.</summary>
    private protected static void Move(Tensor average, double beta, Tensor gradient)
    {
        if (Lerps)
        {
            average.Lerp_(gradient, 1 - beta);
        }
        else
        {
            average.Mul_(beta).Add_(gradient, alpha: 1 - beta);
        }
    }

    /// <summary>Updates a running average with the gradient's square.</summary>
    private protected static void MoveToSquare(Tensor average, double beta, Tensor gradient) => average.Mul_(beta).Addcmul_(gradient, gradient, value: 1 - beta);

    /// <exception cref="TorchException">The group is capturable but has parameters on the CPU, where that is not allowed.</exception>
    /// <exception cref="NotSupportedException">
    /// The group is capturable on another device; capturable steps are not implemented here.
    /// </exception>
    private protected void RefuseCapturable(ParamGroup group)
    {
        if (!group.Flag("capturable"))
        {
            return;
        }

        if (group.Params.Any(parameter => parameter.IsCpu))
        {
            throw new TorchException(LibraryCalls.IsAtLeast(2, 0)
                ? $"If capturable=True, {Capturable} must be on supported devices: ['cuda', 'xpu', 'hpu', 'privateuseone'{(CapturesOnXla ? ", 'xla'" : "")}]."
                : $"If capturable=True, {Capturable} must be CUDA tensors.");
        }

        throw new NotSupportedException("CUDA graphs cannot be captured here, so there are no capturable steps.");
    }
}
