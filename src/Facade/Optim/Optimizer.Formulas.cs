using LibTorch.Interop;

namespace LibTorch.Optim;

/// <summary>What the formulas of several optimizers have in common.</summary>
public abstract partial class Optimizer
{
    /// <summary>Whether running averages are moved by <c>lerp_</c>, as since 2.1; before, they were scaled and added to.</summary>
    private protected static bool Lerps => LibraryCalls.IsAtLeast(2, 1);

    /// <summary>What has to be on a CUDA device for a capturable step, as Python lists it.</summary>
    private protected virtual string Capturable => "params and state_steps";

    /// <summary>Whether capturable steps may be on XLA devices, which the message lists.</summary>
    private protected virtual bool CapturesOnXla => true;

    /// <summary>A counter of steps, or another number that Python keeps in a tensor.</summary>
    private protected static Tensor Kept(double number) => Torch.Full([], number, dtype: Torch.GetDefaultDType());

    /// <summary>Counts a step; the number of it.</summary>
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

    /// <summary>The square root, as Python's formulas write it: by a power since 2.1.</summary>
    private protected static double Root(double number) => Lerps ? Math.Pow(number, 0.5) : Math.Sqrt(number);

    /// <summary>A complex tensor as pairs of real numbers, another one itself.</summary>
    private protected static Tensor Real(Tensor tensor) => tensor.DType.IsComplex ? Torch.ViewAsReal(tensor) : tensor;

    /// <summary>The gradient to go against: that of the objective, or its negative where that is to grow.</summary>
    private protected static Tensor Downhill(ParamGroup group, Tensor gradient) => group.Flag("maximize") ? -gradient : gradient;

    /// <summary>The gradient, and the part of the parameter that its weight decay adds.</summary>
    private protected static Tensor Decayed(ParamGroup group, Tensor parameter, Tensor gradient) =>
        group.Double("weight_decay") is not 0 and var decay ? gradient.Add(parameter, alpha: decay) : gradient;

    /// <summary>Takes the part of the parameter away that a decoupled weight decay does.</summary>
    private protected static void Decay(ParamGroup group, Tensor parameter) => parameter.Mul_((1 - (Number.Rate(group) * group.Double("weight_decay"))).Value);

    /// <summary>The gradient with its weight decay, or as it is where the group's decay is decoupled, which is taken from the parameter then.</summary>
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

    /// <summary>Moves a running average to the gradient.</summary>
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

    /// <summary>Moves a running average to the gradient's square.</summary>
    private protected static void MoveToSquare(Tensor average, double beta, Tensor gradient) => average.Mul_(beta).Addcmul_(gradient, gradient, value: 1 - beta);

    /// <exception cref="TorchException">The group is capturable, which is not so on the CPU.</exception>
    /// <exception cref="NotSupportedException">The group is capturable on another device.</exception>
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
