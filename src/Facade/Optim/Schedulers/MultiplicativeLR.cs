namespace LibTorch.Optim;

/// <summary>
/// Multiplies the current learning rates by a function of the epoch, every epoch; <c>torch.optim.lr_scheduler.MultiplicativeLR</c>.
/// </summary>
public sealed class MultiplicativeLR : LambdaScheduler
{
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="lrLambda">Returns the factor for an epoch.</param>
    /// <param name="lastEpoch">The last epoch, to resume training; -1 to start.</param>
    public MultiplicativeLR(Optimizer optimizer, Func<int, double> lrLambda, int lastEpoch = -1)
        : base(optimizer, [.. Enumerable.Repeat(lrLambda, optimizer?.ParamGroups.Count ?? 0)]) => Begin(lastEpoch);

    /// <param name="optimizer">The optimizer.</param>
    /// <param name="lrLambdas">A function for each group, which returns the factor for an epoch.</param>
    /// <param name="lastEpoch">The last epoch, to resume training; -1 to start.</param>
    /// <exception cref="TorchValueException">There is not exactly one function for each group.</exception>
    public MultiplicativeLR(Optimizer optimizer, IReadOnlyList<Func<int, double>> lrLambdas, int lastEpoch = -1)
        : base(optimizer, lrLambdas) => Begin(lastEpoch);

    private protected override Number[] Chained() => IsInitial ? Rates() : [.. Rates().Zip(Lambdas, (rate, factor) => rate * factor(LastEpoch))];
}
