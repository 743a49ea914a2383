namespace LibTorch.Optim;

/// <summary>
/// Several schedulers that are stepped together, each changing the learning rates that the one before has set;
/// <c>torch.optim.lr_scheduler.ChainedScheduler</c>.
/// </summary>
public sealed class ChainedScheduler : CombinedScheduler
{
    /// <param name="schedulers">The schedulers, all of the same optimizer.</param>
    /// <exception cref="TorchValueException">There are no schedulers, or they belong to different optimizers.</exception>
    public ChainedScheduler(params IReadOnlyList<LRScheduler> schedulers)
        : base(First(schedulers), schedulers)
    {
        for (var i = 1; i < Schedulers.Count; i++)
        {
            CheckOptimizer(i, $"ChainedScheduler expects all schedulers to belong to the same optimizer, but got schedulers at index 0 and {i} to be different");
        }

        RememberRates();
    }

    /// <inheritdoc/>
    public override void Step()
    {
        foreach (var scheduler in Schedulers)
        {
            scheduler.Step();
        }

        RememberRates();
    }

    private static Optimizer First(IReadOnlyList<LRScheduler> schedulers)
    {
        ArgumentNullException.ThrowIfNull(schedulers);
        return schedulers.Count > 0 ? schedulers[0].Optimizer : throw new TorchValueException("ChainedScheduler expects at least one scheduler to be chained, but got no scheduler.");
    }
}
