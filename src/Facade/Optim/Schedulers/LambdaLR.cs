namespace LibTorch.Optim;

/// <summary>Sets the learning rates to the initial ones times a function of the epoch; <c>torch.optim.lr_scheduler.LambdaLR</c>.</summary>
public sealed class LambdaLR : LambdaScheduler
{
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="lrLambda">Returns the factor for an epoch.</param>
    /// <param name="lastEpoch">The last epoch, to resume training; -1 to start.</param>
    public LambdaLR(Optimizer optimizer, Func<int, double> lrLambda, int lastEpoch = -1)
        : base(optimizer, [.. Enumerable.Repeat(lrLambda, optimizer?.ParamGroups.Count ?? 0)]) => Begin(lastEpoch);

    /// <param name="optimizer">The optimizer.</param>
    /// <param name="lrLambdas">A function for each group, which returns the factor for an epoch.</param>
    /// <param name="lastEpoch">The last epoch, to resume training; -1 to start.</param>
    /// <exception cref="TorchValueException">There is not exactly one function for each group.</exception>
    public LambdaLR(Optimizer optimizer, IReadOnlyList<Func<int, double>> lrLambdas, int lastEpoch = -1)
        : base(optimizer, lrLambdas) => Begin(lastEpoch);

    private protected override Number[] Chained() => [.. BaseRates().Zip(Lambdas, (rate, factor) => rate * factor(LastEpoch))];
}
