using System.Collections;
using LibTorch.Interop;

namespace LibTorch.Optim;

/// <summary>
/// Moves the learning rates up to a maximum and down to a minimum once during the whole training, batch by batch;
/// <c>torch.optim.lr_scheduler.OneCycleLR</c>.
/// </summary>
public sealed class OneCycleLR : LRScheduler
{
    private const string Strategy = "_anneal_func_type";

    private readonly bool _isLinear;

    /// <param name="optimizer">The optimizer.</param>
    /// <param name="maxLr">The maximum learning rates.</param>
    /// <param name="totalSteps">The number of steps; null: epochs times steps per epoch.</param>
    /// <param name="epochs">How many epochs there are.</param>
    /// <param name="stepsPerEpoch">How many steps an epoch has.</param>
    /// <param name="pctStart">The fraction of the steps during which the learning rates rise.</param>
    /// <param name="annealStrategy">"cos" or "linear".</param>
    /// <param name="cycleMomentum">Whether the momentum, or Adam's beta1, moves opposite to the learning rates.</param>
    /// <param name="baseMomentum">The lower bounds of the momentum.</param>
    /// <param name="maxMomentum">The upper bounds of the momentum.</param>
    /// <param name="divFactor">The initial learning rates are the maximum divided by this.</param>
    /// <param name="finalDivFactor">The final learning rates are the initial ones divided by this.</param>
    /// <param name="threePhase">
    /// Whether the learning rates fall in two phases: first back to the initial ones, as fast as they rose, and then to the final ones.
    /// </param>
    /// <param name="lastEpoch">The last step, to resume training; -1 to start.</param>
    /// <exception cref="TorchValueException">
    /// A number is out of its range, a list does not have one value for each group, or the optimizer has no momentum.
    /// </exception>
    public OneCycleLR(
        Optimizer optimizer, GroupValues maxLr, int? totalSteps = null, int? epochs = null, int? stepsPerEpoch = null, double pctStart = 0.3, string annealStrategy = "cos",
        bool cycleMomentum = true, GroupValues? baseMomentum = null, GroupValues? maxMomentum = null, double divFactor = 25, double finalDivFactor = 1e4, bool threePhase = false, int lastEpoch = -1)
        : base(optimizer)
    {
        var total = Total(totalSteps, epochs, stepsPerEpoch);
        Attributes["total_steps"] = total;
        Attributes["_schedule_phases"] = Phases(pctStart, total, threePhase);
        if (!(pctStart >= 0 && pctStart <= 1))
        {
            throw new TorchValueException($"Expected float between 0 and 1 pct_start, but got {PythonText.Float(pctStart)}");
        }

        _isLinear = SWALR.IsLinear(annealStrategy, isGrammatical: LibraryCalls.IsAtLeast(2, 0));
        if (LibraryCalls.IsAtLeast(2, 0))
        {
            Attributes[Strategy] = annealStrategy;
        }

        var largest = MomentumCycle.Numbers(PerGroup("max_lr", maxLr, MomentumCycle.CountRefusal("max_lr"))).ToList();
        if (lastEpoch == -1)
        {
            foreach (var (group, rate) in Optimizer.ParamGroups.Zip(largest))
            {
                group["initial_lr"] = (rate / divFactor).Kept;
                group["max_lr"] = rate.Kept;
                group["min_lr"] = (Number.Of(group["initial_lr"]) / finalDivFactor).Kept;
            }
        }

        Attributes["cycle_momentum"] = cycleMomentum;
        if (cycleMomentum)
        {
            var usesBeta = MomentumCycle.UsesBeta(Optimizer, takesBeta: true);
            Attributes["use_beta1"] = usesBeta;
            var uppers = PerGroup("max_momentum", maxMomentum ?? 0.95, MomentumCycle.CountRefusal("max_momentum"));
            var lowers = PerGroup("base_momentum", baseMomentum ?? 0.85, MomentumCycle.CountRefusal("base_momentum"));
            if (lastEpoch == -1)
            {
                MomentumCycle.Begin(Optimizer, uppers, (lowers, uppers), usesBeta);
            }
        }

        Begin(lastEpoch);
    }

    private protected override Number[] Chained()
    {
        var total = Integer("total_steps");
        if (LastEpoch > total)
        {
            throw new TorchValueException($"Tried to step {LastEpoch + (LibraryCalls.IsAtLeast(2, 0) ? 0 : 1)} times. The specified number of total steps is {total}");
        }

        var (phase, part) = Phase();
        Number Between(ParamGroup group, string what) => Anneal(Number.Of(group[(string)phase[$"start_{what}"]!]), Number.Of(group[(string)phase[$"end_{what}"]!]), part);
        Number[] rates = [.. Optimizer.ParamGroups.Select(group => Between(group, "lr"))];
        if (Attributes["cycle_momentum"] is true)
        {
            foreach (var group in Optimizer.ParamGroups)
            {
                MomentumCycle.Set(group, Between(group, "momentum").Kept, Attributes["use_beta1"] is true);
            }
        }

        return rates;
    }

    private static long Total(int? steps, int? epochs, int? stepsPerEpoch)
    {
        static long Positive(int number, string name) => number > 0 ? number : throw new TorchValueException($"Expected positive integer {name}, but got {number}");
        return steps is { } given ? Positive(given, "total_steps")
            : epochs is { } all && stepsPerEpoch is { } each ? Positive(all, "epochs") * Positive(each, "steps_per_epoch")
            : throw new TorchValueException("You must define either total_steps OR (epochs AND steps_per_epoch)");
    }

    private static List<object?> Phases(double start, long total, bool three)
    {
        static StateDictionary Phase(object end, string fromRate, string toRate, string fromMomentum, string toMomentum) =>
            new() { ["end_step"] = end, ["start_lr"] = fromRate, ["end_lr"] = toRate, ["start_momentum"] = fromMomentum, ["end_momentum"] = toMomentum };

        var up = Phase((start * total) - 1, "initial_lr", "max_lr", "max_momentum", "base_momentum");
        return three
            ? [up, Phase((2 * start * total) - 2, "max_lr", "initial_lr", "base_momentum", "max_momentum"), Phase(total - 1, "initial_lr", "min_lr", "max_momentum", "max_momentum")]
            : [up, Phase(total - 1, "max_lr", "min_lr", "base_momentum", "max_momentum")];
    }

    // The phase that the current step is in, and the fraction of the phase that has passed.
    private (IDictionary Phase, double Part) Phase()
    {
        var start = 0.0;
        var phases = ((IEnumerable)Attributes["_schedule_phases"]!).Cast<IDictionary>().ToList();
        foreach (var phase in phases)
        {
            var end = LearningRate.Of(phase["end_step"]).ToDouble();
            if (LastEpoch <= end || ReferenceEquals(phase, phases[^1]))
            {
                return (phase, (LastEpoch - start) / (end - start));
            }

            start = end;
        }

        throw new InvalidOperationException("The schedule has no phases.");
    }

    private Number Anneal(Number start, Number end, double part) => _isLinear
        ? ((end - start) * part) + start
        : end + ((start - end) / 2.0 * (Math.Cos(Math.PI * part) + 1));
}
