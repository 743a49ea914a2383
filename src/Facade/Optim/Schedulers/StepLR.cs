namespace LibTorch.Optim;

/// <summary>Multiplies the learning rates by a factor every few epochs; <c>torch.optim.lr_scheduler.StepLR</c>.</summary>
public sealed class StepLR : LRScheduler
{
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="stepSize">The number of epochs between two changes.</param>
    /// <param name="gamma">The factor.</param>
    /// <param name="lastEpoch">The last epoch, to resume training; -1 to start.</param>
    public StepLR(Optimizer optimizer, int stepSize, double gamma = 0.1, int lastEpoch = -1)
        : base(optimizer)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(stepSize);
        Attributes["step_size"] = (long)stepSize;
        Attributes["gamma"] = gamma;
        Begin(lastEpoch);
    }

    private protected override Number[] Chained() =>
        LastEpoch == 0 || LastEpoch % Integer("step_size") != 0 ? Rates() : Each(Rates(), rate => rate * Double("gamma"));

    private protected override Number[] ClosedForm() => Each(BaseRates(), rate => rate * Math.Pow(Double("gamma"), Math.Floor((double)LastEpoch / Integer("step_size"))));
}
