using LibTorch.Interop;

namespace LibTorch.Optim;

/// <content>The steps. Since 2.7 a line search evaluates the closure only as often as the step's max_eval still allows; before, up to 25
/// times.</content>
public sealed partial class LBFGS : Optimizer
{
    private IReadOnlyList<Tensor> Parameters => ParamGroups[0].Params;

    private ParamGroup Group => ParamGroups[0];

    private protected override void CheckOptions(StateDictionary options) =>
        options["max_eval"] ??= LearningRate.Of(options["max_iter"]).ToScalar().ToInt64() * 5 / 4;

    private protected override void CheckGroups()
    {
        if (ParamGroups.Count != 1)
        {
            throw new TorchValueException("LBFGS doesn't support per-parameter options (parameter groups)");
        }
    }

    /// <inheritdoc/>
    protected override void UpdateParameter(ParamGroup group, Tensor parameter, Tensor gradient, StateDictionary state) =>
        throw new NotSupportedException("L-BFGS steps all parameters at once.");

    private protected override Tensor? StepOnce(Func<Tensor>? closure)
    {
        if (closure is null)
        {
            throw new TorchTypeException("LBFGS.step() missing 1 required positional argument: 'closure'");
        }

        // The state must live as long as the optimizer, even if the step runs inside a tensor scope.
        using var outside = new OutsideFrames();
        using var mode = Torch.NoGrad();
        var state = StateOf(Parameters[0]);
        state.TryAdd("func_evals", 0L);
        state.TryAdd("n_iter", 0L);
        var loss = Recorded(closure);
        state["func_evals"] = state.Get<long>("func_evals") + 1;
        var run = new Run(this, closure, state, Signed((double)loss), FlatGradient());
        if (!run.IsFlat)
        {
            run.Iterate();
        }

        return loss;
    }

    private static Tensor Recorded(Func<Tensor> closure)
    {
        using var recorded = Torch.EnableGrad();
        return closure();
    }

    private double Signed(double loss) => Group.Flag("maximize") ? -loss : loss;

    private Tensor FlatGradient()
    {
        var flat = Torch.Cat([.. Parameters.Select(Flat)], 0);
        return Group.Flag("maximize") ? flat.Neg_() : flat;
    }

    private static Tensor Flat(Tensor parameter)
    {
        var gradient = parameter.Grad;
        var view = gradient is null ? parameter.NewZeros(parameter.Numel) : gradient.IsSparse ? gradient.ToDense().View(-1) : gradient.View(-1);
        return LibraryCalls.IsAtLeast(2, 0) ? Real(view).View(-1) : view;
    }

    private void Move(Number size, Tensor direction)
    {
        var start = 0L;
        var alpha = size.Value;
        foreach (var parameter in Parameters)
        {
            var real = LibraryCalls.IsAtLeast(2, 0) ? Real(parameter) : parameter;
            var end = start + real.Numel;
            real.Add_(direction.Narrow(0, start, end - start).ViewAs(real), alpha: alpha);
            start = end;
        }
    }

    // The loss and gradient after a step of this size; the parameters are restored afterwards.
    private (double Loss, Tensor Gradient) Probe(Func<Tensor> closure, List<Tensor> place, Number size, Tensor direction)
    {
        Move(size, direction);
        var loss = Signed((double)Recorded(closure));
        var gradient = FlatGradient();
        for (var i = 0; i < place.Count; i++)
        {
            Parameters[i].Copy_(place[i]);
        }

        return (loss, gradient);
    }
}
