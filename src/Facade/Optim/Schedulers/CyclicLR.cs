using LibTorch.Interop;

namespace LibTorch.Optim;

/// <summary>
/// Moves the learning rates up and down between two bounds, batch by batch, and the momentum in the opposite direction;
/// <c>torch.optim.lr_scheduler.CyclicLR</c>.
/// </summary>
public sealed class CyclicLR : LRScheduler
{
    // The key of the custom scale function. The function itself is not saved; since 2.0 the state has this key as its last one, with null.
    private const string Custom = "_scale_fn_custom";

    private readonly Func<double, double>? _scale;

    /// <param name="optimizer">The optimizer.</param>
    /// <param name="baseLr">The lower bounds.</param>
    /// <param name="maxLr">The upper bounds.</param>
    /// <param name="stepSizeUp">How many steps the learning rates rise.</param>
    /// <param name="stepSizeDown">How many steps they fall; null: the same number.</param>
    /// <param name="mode">
    /// "triangular"; "triangular2", where each cycle has half the height; or "exp_range", where the height is multiplied by gamma with each
    /// step.
    /// </param>
    /// <param name="gamma">The factor of "exp_range".</param>
    /// <param name="scaleFn">A function for the factor of the height, instead of a mode.</param>
    /// <param name="scaleMode">
    /// "cycle" if <paramref name="scaleFn"/> takes the number of the cycle, "iterations" if it takes the number of the step.
    /// </param>
    /// <param name="cycleMomentum">Whether the momentum (since 2.0 also Adam's beta1) moves opposite to the learning rates.</param>
    /// <param name="baseMomentum">The lower bounds of the momentum.</param>
    /// <param name="maxMomentum">The upper bounds of the momentum.</param>
    /// <param name="lastEpoch">The last step, to resume training; -1 to start.</param>
    /// <exception cref="TorchValueException">
    /// The mode is unknown, a list does not have one value for each group, or the optimizer has no momentum.
    /// </exception>
    public CyclicLR(
        Optimizer optimizer, GroupValues baseLr, GroupValues maxLr, int stepSizeUp = 2000, int? stepSizeDown = null, string mode = "triangular", double gamma = 1,
        Func<double, double>? scaleFn = null, string scaleMode = "cycle", bool cycleMomentum = true, GroupValues? baseMomentum = null, GroupValues? maxMomentum = null, int lastEpoch = -1)
        : base(optimizer)
    {
        _scale = scaleFn;
        var baseRates = PerGroup("base_lr", baseLr, MomentumCycle.CountRefusal("base_lr"));
        if (lastEpoch == -1)
        {
            foreach (var (group, rate) in Optimizer.ParamGroups.Zip(baseRates))
            {
                SetRate(group, Number.Of(rate));
            }
        }

        Attributes["max_lrs"] = PerGroup("max_lr", maxLr, MomentumCycle.CountRefusal("max_lr"));
        double up = stepSizeUp, down = stepSizeDown ?? stepSizeUp;
        Attributes["total_size"] = up + down;
        Attributes["step_ratio"] = up / (up + down);
        if (mode is not ("triangular" or "triangular2" or "exp_range") && scaleFn is null)
        {
            throw new TorchValueException("mode is invalid and scale_fn is None");
        }

        Attributes["mode"] = mode;
        Attributes["gamma"] = gamma;
        Attributes[Custom] = null;
        Attributes["scale_mode"] = scaleFn is not null ? scaleMode : mode == "exp_range" ? "iterations" : "cycle";
        Attributes["cycle_momentum"] = cycleMomentum;
        if (cycleMomentum)
        {
            BeginMomentum(baseMomentum ?? 0.8, maxMomentum ?? 0.9, lastEpoch);
        }

        Begin(lastEpoch);
        Attributes["base_lrs"] = baseRates;
    }

    /// <inheritdoc/>
    public override StateDictionary StateDict()
    {
        var state = base.StateDict();
        if (LibraryCalls.IsAtLeast(2, 0))
        {
            state.Remove(Custom);
            state[Custom] = null;
        }

        return state;
    }

    private protected override Number[] Chained()
    {
        var (total, ratio) = (Double("total_size"), Double("step_ratio"));
        var cycle = Math.Floor(1 + (LastEpoch / total));
        var place = 1.0 + (LastEpoch / total) - cycle;
        var height = place <= ratio ? place / ratio : (place - 1) / (ratio - 1);
        var factor = Scale((string)Attributes["scale_mode"]! == "cycle" ? cycle : LastEpoch);
        Number[] rates = [.. BaseRates().Zip(MomentumCycle.Numbers(Attributes["max_lrs"]), (lower, upper) => lower + ((upper - lower) * height * factor))];
        if (Attributes["cycle_momentum"] is true)
        {
            var momentums = MomentumCycle.Numbers(Attributes["base_momentums"]).Zip(MomentumCycle.Numbers(Attributes["max_momentums"]), (lower, upper) => upper - ((upper - lower) * height * factor));
            foreach (var (group, momentum) in Optimizer.ParamGroups.Zip(momentums))
            {
                MomentumCycle.Set(group, momentum.Kept, Attributes.GetValueOrDefault("use_beta1") is true);
            }
        }

        return rates;
    }

    // Before 2.0 only optimizers with a momentum are supported, not beta1, and the momentum starts at its lower bound.
    private void BeginMomentum(GroupValues lower, GroupValues upper, int lastEpoch)
    {
        var isNew = LibraryCalls.IsAtLeast(2, 0);
        var usesBeta = MomentumCycle.UsesBeta(Optimizer, takesBeta: isNew);
        var (lowers, uppers) = (PerGroup("base_momentum", lower, MomentumCycle.CountRefusal("base_momentum")), PerGroup("max_momentum", upper, MomentumCycle.CountRefusal("max_momentum")));
        if (isNew)
        {
            Attributes["use_beta1"] = usesBeta;
        }

        Attributes["base_momentums"] = lowers;
        Attributes["max_momentums"] = uppers;
        if (lastEpoch == -1)
        {
            MomentumCycle.Begin(Optimizer, isNew ? uppers : lowers, isNew ? (lowers, uppers) : null, usesBeta);
        }
    }

    private double Scale(double x) => _scale?.Invoke(x) ?? (string)Attributes["mode"]! switch
    {
        "triangular" => 1.0,
        "triangular2" => 1 / Math.Pow(2.0, x - 1),
        _ => Math.Pow(Double("gamma"), x),
    };
}
