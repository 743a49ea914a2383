using LibTorch.Interop;

namespace LibTorch.Optim;

/// <summary>
/// The common part of <see cref="Adam"/> and <see cref="AdamW"/>. Since 2.1 the running averages are updated by <c>lerp_</c>.
/// </summary>
public abstract class AdamBase : Optimizer
{
    private protected AdamBase(OptionTable table, StateDictionary defaults)
        : base(table, defaults)
    {
    }

    private protected override bool CountsInTensor => true;

    /// <summary>Whether the weight decay is decoupled, so that it does not enter the running averages.</summary>
    private protected abstract bool IsDecoupled(ParamGroup group);

    private protected override void CheckOptions(StateDictionary options)
    {
        if (options["lr"] is Tensor && options["foreach"] is true && options["capturable"] is false && LibraryCalls.IsAtLeast(2, 0))
        {
            throw new TorchValueException("lr as a Tensor is not supported for capturable=False and foreach=True");
        }

        FusedSteps.CheckOptions(options);
    }

    private protected override void CheckGroups() => FusedSteps.CheckParameters(this);

    /// <inheritdoc/>
    protected override void BeginState(ParamGroup group, Tensor parameter, Tensor gradient, StateDictionary state)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(state);
        FusedSteps.CheckParameter(group, parameter);
        state["step"] = FusedSteps.Counter(group, parameter);
        state["exp_avg"] = parameter.ZerosLike();
        state["exp_avg_sq"] = parameter.ZerosLike();
        if (group.Flag("amsgrad"))
        {
            state["max_exp_avg_sq"] = parameter.ZerosLike();
        }
    }

    private protected override bool UpdateAtOnce(ParamGroup group, List<ParameterUpdate> all)
    {
        if (!group.Flag("fused"))
        {
            return NativeSteps.Adam(group, all, IsDecoupled(group), Lerps);
        }

        FusedSteps.Adam(group, all, IsDecoupled(group), Scaling);
        return true;
    }

    /// <inheritdoc/>
    protected override void UpdateParameter(ParamGroup group, Tensor parameter, Tensor gradient, StateDictionary state)
    {
        ArgumentNullException.ThrowIfNull(group);
        ArgumentNullException.ThrowIfNull(state);
        RefuseCapturable(group);
        gradient = Downhill(group, gradient);
        var step = Count(state);
        if (IsDecoupled(group))
        {
            Decay(group, parameter);
        }
        else
        {
            gradient = Decayed(group, parameter, gradient);
        }

        (parameter, gradient) = (Real(parameter), Real(gradient));
        var (average, square) = (Real(state.Get<Tensor>("exp_avg")), Real(state.Get<Tensor>("exp_avg_sq")));
        var largest = group.Flag("amsgrad") ? Real(state.Get<Tensor>("max_exp_avg_sq")) : null;
        var (beta1, beta2) = group.Pair("betas");
        Move(average, beta1, gradient);
        MoveToSquare(square, beta2, gradient);
        if (IsDifferentiable)
        {
            StepRecorded(group, parameter, average, square, largest, state.Get<Tensor>("step"));
            return;
        }

        var stepSize = Number.Rate(group) / (1 - Math.Pow(beta1, step));
        var root = Root(1 - Math.Pow(beta2, step));
        if (largest is not null)
        {
            Torch.MaximumOut(largest, largest, square);
        }

        var denominator = ((largest ?? square).Sqrt() / root).Add_(group.Double("eps"));
        parameter.Addcdiv_(average, denominator, value: (-stepSize).Value);
    }

    // The differentiable variant: all factors are tensors, as in PyTorch's capturable step, so that gradients flow through the whole
    // formula.
    private static void StepRecorded(ParamGroup group, Tensor parameter, Tensor average, Tensor square, Tensor? largest, Tensor step)
    {
        var (beta1, beta2) = group.Pair("betas");
        var negativeSize = Number.Rate(group).Over(1 - Torch.Pow(beta1, step)).Neg();
        var root = (1 - Torch.Pow(beta2, step)).Sqrt();
        largest?.Copy_(Torch.Maximum(largest.Clone(), square));
        var denominator = ((largest ?? square).Sqrt() / (root * negativeSize)).Add_(group.Double("eps") / negativeSize);
        parameter.Addcdiv_(LibraryCalls.IsAtLeast(2, 7) ? average.Clone() : average, denominator);
    }
}
