namespace LibTorch.Optim;

/// <summary>Multiplies the learning rates by a factor until a given epoch; <c>torch.optim.lr_scheduler.ConstantLR</c>.</summary>
public sealed class ConstantLR : LRScheduler
{
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="factor">The factor.</param>
    /// <param name="totalIters">The epoch at which the factor ends.</param>
    /// <param name="lastEpoch">The last epoch, to resume training; -1 to start.</param>
    /// <exception cref="TorchValueException">The factor is not between 0 and 1.</exception>
    public ConstantLR(Optimizer optimizer, double factor = 1.0 / 3, int totalIters = 5, int lastEpoch = -1)
        : base(optimizer)
    {
        if (factor is > 1 or < 0)
        {
            throw new TorchValueException("Constant multiplicative factor expected to be between 0 and 1.");
        }

        Attributes["factor"] = factor;
        Attributes["total_iters"] = (long)totalIters;
        Begin(lastEpoch);
    }

    private protected override Number[] Chained() => LastEpoch == 0 ? Each(Rates(), rate => rate * Double("factor"))
        : LastEpoch != Integer("total_iters") ? Rates()
        : Each(Rates(), rate => rate * (1 / Double("factor")));

    private protected override Number[] ClosedForm() =>
        Each(BaseRates(), rate => rate * (Double("factor") + ((LastEpoch >= Integer("total_iters") ? 1 : 0) * (1 - Double("factor")))));
}
