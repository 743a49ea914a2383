using LibTorch.Interop;

namespace LibTorch.Optim;

/// <summary>
/// Multiplies the learning rates by a factor whenever a metric has not improved for some epochs;
/// <c>torch.optim.lr_scheduler.ReduceLROnPlateau</c>.
/// </summary>
public sealed class ReduceLROnPlateau : SchedulerBase
{
    private readonly object? _smallest;

    /// <param name="optimizer">The optimizer.</param>
    /// <param name="mode">"min" if a smaller metric is better, "max" if a larger one is.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="patience">How many epochs without improvement are tolerated.</param>
    /// <param name="threshold">By how much the metric must change to count as an improvement.</param>
    /// <param name="thresholdMode">"rel" if the threshold is relative to the best metric, "abs" if it is absolute.</param>
    /// <param name="cooldown">How many epochs after a reduction are not counted.</param>
    /// <param name="minLr">The minimum learning rates.</param>
    /// <param name="eps">Changes of the learning rate up to this size are not made.</param>
    /// <exception cref="TorchValueException">
    /// The factor is 1 or more, a mode is unknown, or there is not exactly one minimum for each group.
    /// </exception>
    public ReduceLROnPlateau(
        Optimizer optimizer, string mode = "min", double factor = 0.1, int patience = 10, double threshold = 1e-4, string thresholdMode = "rel", int cooldown = 0, GroupValues? minLr = null, double eps = 1e-8)
        : base(optimizer)
    {
        if (factor >= 1)
        {
            throw new TorchValueException("Factor should be < 1.0.");
        }

        var smallest = minLr ?? 0;
        if (smallest.IsList && smallest.All.Length != optimizer.ParamGroups.Count)
        {
            throw new TorchValueException($"expected {optimizer.ParamGroups.Count} min_lrs, got {smallest.All.Length}");
        }

        CheckModes(mode, thresholdMode);
        _smallest = smallest.IsList ? null : smallest.All[0];
        var isNew = LibraryCalls.IsAtLeast(2, 0);
        Attributes["factor"] = factor;
        if (isNew)
        {
            Attributes["default_min_lr"] = _smallest;
        }

        Attributes["min_lrs"] = smallest.IsList ? smallest.All.ToList() : [.. Enumerable.Repeat(_smallest, optimizer.ParamGroups.Count)];
        Attributes["patience"] = (long)patience;
        Arrange(
            ("verbose", false), ("cooldown", (long)cooldown), ("cooldown_counter", 0L), ("mode", mode), ("threshold", threshold), ("threshold_mode", thresholdMode),
            ("best", Worst(mode)), ("num_bad_epochs", 0L), ("mode_worse", Worst(mode)), ("eps", eps), ("last_epoch", 0L));
    }

    /// <summary>How many epochs have passed; <c>scheduler.last_epoch</c>.</summary>
    public int LastEpoch => (int)Integer("last_epoch");

    /// <summary>Whether the scheduler is in the cooldown after a reduction; <c>scheduler.in_cooldown</c>.</summary>
    public bool InCooldown => Integer("cooldown_counter") > 0;

    /// <summary>Ends an epoch with its metric, and reduces the learning rates if necessary; <c>scheduler.step(metrics)</c>.</summary>
    /// <param name="metrics">The metric, such as the validation loss.</param>
    public void Step(double metrics)
    {
        Attributes["last_epoch"] = Integer("last_epoch") + 1;
        var isBetter = IsBetter(metrics, Double("best"));
        if (isBetter)
        {
            Attributes["best"] = metrics;
        }

        Attributes["num_bad_epochs"] = isBetter ? 0L : Integer("num_bad_epochs") + 1;
        if (InCooldown)
        {
            Attributes["cooldown_counter"] = Integer("cooldown_counter") - 1;
            Attributes["num_bad_epochs"] = 0L;
        }

        if (Integer("num_bad_epochs") > Integer("patience"))
        {
            Reduce();
            Attributes["cooldown_counter"] = Integer("cooldown");
            Attributes["num_bad_epochs"] = 0L;
        }

        RememberRates();
    }

    /// <inheritdoc/>
    public override void LoadStateDict(IReadOnlyDictionary<string, object?> state)
    {
        base.LoadStateDict(state);
        CheckModes((string)Attributes["mode"]!, (string)Attributes["threshold_mode"]!);
        Attributes["mode_worse"] = Worst((string)Attributes["mode"]!);
    }

    private static double Worst(string mode) => mode == "min" ? double.PositiveInfinity : double.NegativeInfinity;

    private static void CheckModes(string mode, string thresholdMode)
    {
        if (mode is not ("min" or "max"))
        {
            throw new TorchValueException($"mode {mode} is unknown!");
        }

        if (thresholdMode is not ("rel" or "abs"))
        {
            throw new TorchValueException($"threshold mode {thresholdMode} is unknown!");
        }
    }

    // Sets the attributes in the order of each version's Python, because the state dict shows that order.
    private void Arrange(params (string Key, object Value)[] values)
    {
        var order = LibraryCalls.IsAtLeast(2, 7) ? "cooldown eps last_epoch _last_lr mode_worse mode threshold threshold_mode best cooldown_counter num_bad_epochs"
            : LibraryCalls.IsAtLeast(2, 0) ? "verbose cooldown cooldown_counter mode threshold threshold_mode eps last_epoch _last_lr mode_worse best num_bad_epochs"
            : "verbose cooldown cooldown_counter mode threshold threshold_mode best num_bad_epochs mode_worse eps last_epoch";
        foreach (var key in order.Split(' '))
        {
            if (key == LastLr)
            {
                RememberRates();
            }
            else
            {
                Attributes[key] = Array.Find(values, value => value.Key == key).Value;
            }
        }
    }

    private bool IsBetter(double figure, double best)
    {
        var threshold = Double("threshold");
        return ((string)Attributes["mode"]!, (string)Attributes["threshold_mode"]!) switch
        {
            ("min", "rel") => figure < best * (1 - threshold),
            ("min", _) => figure < best - threshold,
            (_, "rel") => figure > best * (threshold + 1),
            _ => figure > best + threshold,
        };
    }

    private void Reduce()
    {
        var smallest = MomentumCycle.Numbers(Attributes["min_lrs"]).ToList();
        var groups = Optimizer.ParamGroups;
        if (groups.Count != smallest.Count)
        {
            smallest = _smallest is { } all ? [.. groups.Select(_ => Number.Of(all))] : throw new TorchException(
                $"The number of param groups in the `optimizer` ({groups.Count}) differs from when `ReduceLROnPlateau` was initialized ({smallest.Count}), usually due to a new param group being added to the optimizer. Please modify the `min_lrs` field to match the length of the `optimizer` param groups.");
            Attributes["min_lrs"] = smallest.ConvertAll(one => one.Kept);
        }

        foreach (var (group, least) in groups.Zip(smallest))
        {
            Number before = Number.Rate(group).Value.ToDouble();
            var after = Number.Max(before * Double("factor"), least);
            if (before - after > Double("eps"))
            {
                SetRate(group, after);
            }
        }
    }
}
