namespace LibTorch.Optim;

/// <summary>The first learning rates times a function of the epoch; <c>torch.optim.lr_scheduler.LambdaLR</c>.</summary>
public sealed class LambdaLR : LambdaScheduler
{
    /// <param name="optimizer">The optimizer.</param>
    /// <param name="lrLambda">Gives the factor of an epoch.</param>
    /// <param name="lastEpoch">How many epochs were counted before.</param>
    public LambdaLR(Optimizer optimizer, Func<int, double> lrLambda, int lastEpoch = -1)
        : base(optimizer, [.. Enumerable.Repeat(lrLambda, optimizer?.ParamGroups.Count ?? 0)]) => Begin(lastEpoch);

    /// <param name="optimizer">The optimizer.</param>
    /// <param name="lrLambdas">Give the factor of an epoch, one for each group.</param>
    /// <param name="lastEpoch">How many epochs were counted before.</param>
    /// <exception cref="TorchValueException">There are more or fewer than groups.</exception>
    public LambdaLR(Optimizer optimizer, IReadOnlyList<Func<int, double>> lrLambdas, int lastEpoch = -1)
        : base(optimizer, lrLambdas) => Begin(lastEpoch);

    private protected override Number[] Chained() => [.. BaseRates().Zip(Lambdas, (rate, factor) => rate * factor(LastEpoch))];
}
