using System.Collections;

namespace LibTorch.Optim;

/// <summary>Multiplies the learning rates by a factor at each milestone; <c>torch.optim.lr_scheduler.MultiStepLR</c>.</summary>
public sealed class MultiStepLR : LRScheduler
{
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="milestones">The epochs of the milestones; an epoch given twice counts twice.</param>
    /// <param name="gamma">The factor.</param>
    /// <param name="lastEpoch">The last epoch, to resume training; -1 to start.</param>
    public MultiStepLR(Optimizer optimizer, IEnumerable<int> milestones, double gamma = 0.1, int lastEpoch = -1)
        : base(optimizer)
    {
        ArgumentNullException.ThrowIfNull(milestones);
        Attributes["milestones"] = new Counter(milestones);
        Attributes["gamma"] = gamma;
        Begin(lastEpoch);
    }

    private IEnumerable<(long Epoch, long Count)> Milestones => PythonValue.Entries((IDictionary)Attributes["milestones"]!).Select(entry => ((long)entry.Key, (long)entry.Value!));

    private protected override Number[] Chained()
    {
        var count = Milestones.Where(milestone => milestone.Epoch == LastEpoch).Sum(milestone => milestone.Count);
        return count == 0 ? Rates() : Each(Rates(), rate => rate * Math.Pow(Double("gamma"), count));
    }

    private protected override Number[] ClosedForm()
    {
        var past = Milestones.Where(milestone => milestone.Epoch <= LastEpoch).Sum(milestone => milestone.Count);
        return Each(BaseRates(), rate => rate * Math.Pow(Double("gamma"), past));
    }
}
