using LibTorch.Interop;

namespace LibTorch.Optim;

/// <summary>Runs several schedulers one after the other; <c>torch.optim.lr_scheduler.SequentialLR</c>.</summary>
public sealed class SequentialLR : CombinedScheduler
{
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="schedulers">The schedulers, all of this optimizer.</param>
    /// <param name="milestones">The epochs at which the next scheduler begins.</param>
    /// <param name="lastEpoch">The last epoch, to resume training; -1 to start.</param>
    /// <exception cref="TorchValueException">
    /// A scheduler belongs to another optimizer, or the number of milestones is not one less than that of schedulers.
    /// </exception>
    public SequentialLR(Optimizer optimizer, IReadOnlyList<LRScheduler> schedulers, IReadOnlyList<int> milestones, int lastEpoch = -1)
        : base(optimizer, schedulers)
    {
        ArgumentNullException.ThrowIfNull(milestones);
        CheckNotEmpty("expects at least one scheduler, but got no scheduler.");
        for (var i = 0; i < Schedulers.Count; i++)
        {
            CheckOptimizer(i, $"Sequential Schedulers expects all schedulers to belong to the same optimizer, but got schedulers at index {i} to be different than the optimizer passed in.");
        }

        if (milestones.Count != Schedulers.Count - 1)
        {
            throw new TorchValueException(
                $"Sequential Schedulers expects number of schedulers provided to be one more than the number of milestone points, but got number of schedulers {Schedulers.Count} and the number of milestones to be equal to {milestones.Count}");
        }

        Attributes["_milestones"] = milestones.Select(epoch => (object?)(long)epoch).ToList();
        LastEpoch = lastEpoch + 1;
        foreach (var group in Optimizer.ParamGroups)
        {
            SetRate(group, Number.Of(group["initial_lr"]));
        }

        if (LibraryCalls.IsAtLeast(2, 0))
        {
            TakeBack();
        }
        else
        {
            schedulers.ToList().ForEach(scheduler => scheduler.TakeBackOne());
        }

        var first = LibraryCalls.IsAtLeast(2, 7) ? Current(0) : 0;
        Schedulers[first].BeginAgain();
        Attributes[LastLr] = Schedulers[first].LastRates;
    }

    /// <inheritdoc/>
    public override void Step()
    {
        LastEpoch++;
        var current = Current(LastEpoch);
        var scheduler = Schedulers[current];
        if (current == 0 || Milestone(current - 1) != LastEpoch)
        {
            scheduler.Step();
        }
        else if (LibraryCalls.IsAtLeast(2, 7))
        {
            scheduler.Update(0);
        }
        else
        {
            scheduler.Step(0);
        }

        Attributes[LastLr] = scheduler.LastRates;
    }

    private long Milestone(int i) => LearningRate.Of(((System.Collections.IEnumerable)Attributes["_milestones"]!).Cast<object?>().ElementAt(i)).ToScalar().ToInt64();

    private int Current(int epoch) => Enumerable.Range(0, Schedulers.Count - 1).Count(i => Milestone(i) <= epoch);
}
