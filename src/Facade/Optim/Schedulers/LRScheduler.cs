using LibTorch.Interop;

namespace LibTorch.Optim;

/// <summary>A scheduler that is stepped once per epoch or once per batch; <c>torch.optim.lr_scheduler.LRScheduler</c>.</summary>
/// <remarks>A custom scheduler overrides <see cref="GetLr"/>, and calls <see cref="Begin"/> at the end of its constructor.</remarks>
public abstract class LRScheduler : SchedulerBase
{
    private const string EpochWarning =
        "The epoch parameter in `scheduler.step()` was not necessary and is being deprecated where possible. Please use `scheduler.step()` to step the scheduler. "
        + "During the deprecation, if epoch is different from None, the closed form is used instead of the new chainable form, where available. "
        + "Please open an issue if you are unable to replicate your use case: https://github.com/pytorch/pytorch/issues/new/choose.";

    private const string OrderWarning =
        "Detected call of `lr_scheduler.step()` before `optimizer.step()`. In PyTorch 1.1.0 and later, you should call them in the opposite order: "
        + "`optimizer.step()` before `lr_scheduler.step()`.  Failure to do this will result in PyTorch skipping the first value of the learning rate schedule. "
        + "See more details at https://pytorch.org/docs/stable/optim.html#how-to-adjust-learning-rate";

    private bool _isBeginning;

    /// <summary>Creates a scheduler. The derived constructor must call <see cref="Begin"/>.</summary>
    protected LRScheduler(Optimizer optimizer)
        : base(optimizer)
    {
    }

    /// <summary>The number of the current epoch; <c>scheduler.last_epoch</c>.</summary>
    public int LastEpoch
    {
        get => (int)Integer("last_epoch");
        private protected set => Attributes["last_epoch"] = (long)value;
    }

    /// <summary>The initial learning rates, one for each group; <c>scheduler.base_lrs</c>.</summary>
    public IReadOnlyList<double> BaseLrs => [.. BaseRates().Select(rate => rate.Value.ToDouble())];

    private protected long StepCount
    {
        get => Integer("_step_count");
        set => Attributes["_step_count"] = value;
    }

    /// <summary>Whether the current step is the one of the constructor. Before 2.7, every step to epoch 0 counts as that.</summary>
    private protected bool IsInitial => LibraryCalls.IsAtLeast(2, 7) ? _isBeginning : LastEpoch == 0;

    /// <summary>Goes to the next epoch and sets its learning rates; <c>scheduler.step()</c>.</summary>
    public virtual void Step() => Step(null);

    /// <summary>Goes to an epoch and sets its learning rates; <c>scheduler.step(epoch)</c>.</summary>
    public virtual void Step(int epoch) => Step((int?)epoch);

    /// <summary>Computes the learning rates for <see cref="LastEpoch"/>, one for each group; <c>scheduler.get_lr()</c>.</summary>
    protected virtual IEnumerable<double> GetLr() => throw new NotSupportedException($"{GetType().Name} must override GetLr.");

    /// <summary>Reads the groups' initial learning rates, and takes the first step.</summary>
    /// <param name="lastEpoch">The last epoch, to resume training; −1 to start.</param>
    /// <exception cref="KeyNotFoundException">Training is resumed, but a group has no <c>initial_lr</c>.</exception>
    protected void Begin(int lastEpoch = -1)
    {
        for (var i = 0; i < Optimizer.ParamGroups.Count; i++)
        {
            var group = Optimizer.ParamGroups[i];
            if (lastEpoch == -1)
            {
                group.SetDefault("initial_lr", group["lr"] is Tensor rate ? rate.Clone() : group["lr"]);
            }
            else if (!group.ContainsKey("initial_lr"))
            {
                throw new KeyNotFoundException($"param 'initial_lr' is not specified in param_groups[{i}] when resuming {(LibraryCalls.IsAtLeast(2, 7) ? Resuming : "an optimizer")}");
            }
        }

        Attributes["base_lrs"] = Optimizer.ParamGroups.Select(group => group["initial_lr"]).ToList();
        LastEpoch = lastEpoch;
        if (!LibraryCalls.IsAtLeast(2, 7))
        {
            Attributes["verbose"] = false;
        }

        Optimizer.HasScheduler = true;
        BeginAgain();
    }

    private const string Resuming =
        "scheduler with last_epoch >= 0.\nThis typically happens when:\n1. You're trying to resume training from a checkpoint but haven't properly loaded the optimizer state\n"
        + "2. You're using last_epoch >= 0 for a fresh training run (not recommended)";

    /// <summary>Takes the first step. <see cref="SequentialLR"/> repeats it for its first scheduler.</summary>
    internal void BeginAgain()
    {
        if (!LibraryCalls.IsAtLeast(2, 0))
        {
            Optimizer.StepsUnderScheduler = 0;
        }

        StepCount = 0;
        SetInitial(true);
        Step();
        SetInitial(false);
    }

    /// <summary>The learning rates that were last set, as the state stores them.</summary>
    internal object? LastRates => Attributes[LastLr];

    /// <summary>Undoes the constructor's step of the epoch, also in all schedulers that this one consists of.</summary>
    internal virtual void TakeBack() => TakeBackOne();

    /// <summary>Undoes the constructor's step of the epoch in this scheduler only.</summary>
    internal void TakeBackOne() => LastEpoch--;

    /// <summary>Goes to an epoch (null: the next one) without counting a step.</summary>
    internal void Update(int? epoch)
    {
        Attributes["_get_lr_called_within_step"] = true;
        LastEpoch = epoch ?? LastEpoch + 1;
        var rates = (epoch is null ? null : ClosedForm()) ?? Chained();
        Attributes["_get_lr_called_within_step"] = false;
        Set(rates);
    }

    /// <summary>The learning rates computed from the current ones (PyTorch's chainable form).</summary>
    private protected virtual Number[] Chained() => [.. GetLr().Select(rate => (Number)rate)];

    /// <summary>The learning rates computed from the epoch alone (PyTorch's closed form); null if there is no such formula.</summary>
    private protected virtual Number[]? ClosedForm() => null;

    private protected void Set(Number[] rates)
    {
        foreach (var (group, rate) in Optimizer.ParamGroups.Zip(rates))
        {
            SetRate(group, rate);
        }

        RememberRates();
    }

    private protected Number[] BaseRates() => [.. ((System.Collections.IEnumerable)Attributes["base_lrs"]!).Cast<object?>().Select(Number.Of)];

    private protected static Number[] Each(Number[] rates, Func<Number, Number> formula) => Array.ConvertAll(rates, rate => formula(rate));

    private protected static void WarnOfEpoch() => Warnings.Warn(EpochWarning);

    private void SetInitial(bool value)
    {
        _isBeginning = value;
        if (LibraryCalls.IsAtLeast(2, 7))
        {
            Attributes["_is_initial"] = value;
        }
    }

    private void Step(int? epoch)
    {
        if (StepCount == 1 && Optimizer.StepsUnderScheduler < 1)
        {
            Warnings.Warn(OrderWarning);
        }

        StepCount++;
        if (epoch is not null)
        {
            WarnOfEpoch();
        }

        Update(epoch);
    }
}
