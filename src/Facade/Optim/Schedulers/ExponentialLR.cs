namespace LibTorch.Optim;

/// <summary>Multiplies the learning rates by a factor every epoch; <c>torch.optim.lr_scheduler.ExponentialLR</c>.</summary>
public sealed class ExponentialLR : LRScheduler
{
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="gamma">The factor.</param>
    /// <param name="lastEpoch">The last epoch, to resume training; -1 to start.</param>
    public ExponentialLR(Optimizer optimizer, double gamma, int lastEpoch = -1)
        : base(optimizer)
    {
        Attributes["gamma"] = gamma;
        Begin(lastEpoch);
    }

    private protected override Number[] Chained() => IsInitial ? Rates() : Each(Rates(), rate => rate * Double("gamma"));

    private protected override Number[] ClosedForm() => Each(BaseRates(), rate => rate * Math.Pow(Double("gamma"), LastEpoch));
}
