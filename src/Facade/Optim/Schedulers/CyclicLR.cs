using LibTorch.Interop;

namespace LibTorch.Optim;

/// <summary>The learning rates up and down between two bounds, batch by batch, and the momentum against them; <c>torch.optim.lr_scheduler.CyclicLR</c>.</summary>
public sealed class CyclicLR : LRScheduler
{
    // A function, which is no part of the state. Since 2.0 the state has it at its end.
    private const string Custom = "_scale_fn_custom";

    private readonly Func<double, double>? _scale;

    /// <param name="optimizer">The optimizer.</param>
    /// <param name="baseLr">The lower bounds.</param>
    /// <param name="maxLr">The upper bounds.</param>
    /// <param name="stepSizeUp">How many steps it goes up.</param>
    /// <param name="stepSizeDown">How many steps it goes down; as many if not given.</param>
    /// <param name="mode">"triangular", "triangular2", where each cycle is half as high, or "exp_range", where the height shrinks by gamma with each step.</param>
    /// <param name="gamma">The factor of "exp_range".</param>
    /// <param name="scaleFn">The factor of the height, in place of a mode.</param>
    /// <param name="scaleMode">"cycle" if that is a function of the cycle, "iterations" if it is one of the step.</param>
    /// <param name="cycleMomentum">Whether the momentum, or Adam's first factor since 2.1, goes against the learning rates.</param>
    /// <param name="baseMomentum">The lower bounds of the momentum.</param>
    /// <param name="maxMomentum">The upper bounds of the momentum.</param>
    /// <param name="lastEpoch">How many steps were counted before.</param>
    /// <exception cref="TorchValueException">The mode is none, a list has another length than there are groups, or the optimizer has no momentum.</exception>
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

    // Before 2.0 it is the momentum alone, and begins at its lower bound.
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
