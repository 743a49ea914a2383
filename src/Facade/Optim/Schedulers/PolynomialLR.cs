namespace LibTorch.Optim;

/// <summary>
/// Lowers the learning rates to 0, by a power of the fraction of epochs that is left; <c>torch.optim.lr_scheduler.PolynomialLR</c>.
/// </summary>
public sealed class PolynomialLR : LRScheduler
{
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="totalIters">The epoch at which the learning rates are 0.</param>
    /// <param name="power">The power.</param>
    /// <param name="lastEpoch">The last epoch, to resume training; -1 to start.</param>
    public PolynomialLR(Optimizer optimizer, int totalIters = 5, double power = 1, int lastEpoch = -1)
        : base(optimizer)
    {
        Attributes["total_iters"] = (long)totalIters;
        Attributes["power"] = power;
        Begin(lastEpoch);
    }

    private protected override Number[] Chained()
    {
        var total = Integer("total_iters");
        if (IsInitial || LastEpoch > total)
        {
            return Rates();
        }

        var factor = Math.Pow((1.0 - ((double)LastEpoch / total)) / (1.0 - ((double)(LastEpoch - 1) / total)), Double("power"));
        return Each(Rates(), rate => rate * factor);
    }

    private protected override Number[] ClosedForm()
    {
        var total = Integer("total_iters");
        return Each(BaseRates(), rate => rate * Math.Pow(1.0 - ((double)Math.Min(total, LastEpoch) / total), Double("power")));
    }
}
