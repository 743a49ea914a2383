using LibTorch.Interop;

namespace LibTorch.Optim;

/// <summary>
/// Multiplies the learning rates by a factor that changes linearly from one value to another until a given epoch;
/// <c>torch.optim.lr_scheduler.LinearLR</c>.
/// </summary>
public sealed class LinearLR : LRScheduler
{
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="startFactor">The first factor.</param>
    /// <param name="endFactor">The last factor.</param>
    /// <param name="totalIters">The epoch at which the last factor is reached.</param>
    /// <param name="lastEpoch">The last epoch, to resume training; -1 to start.</param>
    /// <exception cref="TorchValueException">A factor is not between 0 and 1.</exception>
    public LinearLR(Optimizer optimizer, double startFactor = 1.0 / 3, double endFactor = 1, int totalIters = 5, int lastEpoch = -1)
        : base(optimizer)
    {
        var isNew = LibraryCalls.IsAtLeast(2, 0);
        if (startFactor is > 1 or < 0 || (startFactor == 0 && isNew))
        {
            throw new TorchValueException($"Starting multiplicative factor expected to be {(isNew ? "greater than 0 and less or equal to 1" : "between 0 and 1")}.");
        }

        if (endFactor is > 1 or < 0)
        {
            throw new TorchValueException("Ending multiplicative factor expected to be between 0 and 1.");
        }

        Attributes["start_factor"] = startFactor;
        Attributes["end_factor"] = endFactor;
        Attributes["total_iters"] = (long)totalIters;
        Begin(lastEpoch);
    }

    private protected override Number[] Chained()
    {
        var (start, end, total) = (Double("start_factor"), Double("end_factor"), Integer("total_iters"));
        return LastEpoch == 0 ? Each(Rates(), rate => rate * start)
            : IsInitial || LastEpoch > total ? Rates()
            : Each(Rates(), rate => rate * (1 + ((end - start) / ((total * start) + ((LastEpoch - 1) * (end - start))))));
    }

    private protected override Number[] ClosedForm()
    {
        var (start, end, total) = (Double("start_factor"), Double("end_factor"), Integer("total_iters"));
        return Each(BaseRates(), rate => rate * (start + ((end - start) * Math.Min(total, LastEpoch) / total)));
    }
}
