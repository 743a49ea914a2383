namespace LibTorch.Optim;

/// <summary>A scheduler that uses the program's functions. The functions are not part of its state.</summary>
public abstract class LambdaScheduler : LRScheduler
{
    private protected LambdaScheduler(Optimizer optimizer, IReadOnlyList<Func<int, double>> lambdas)
        : base(optimizer)
    {
        ArgumentNullException.ThrowIfNull(lambdas);
        if (lambdas.Count != optimizer.ParamGroups.Count)
        {
            throw new TorchValueException($"Expected {optimizer.ParamGroups.Count} lr_lambdas, but got {lambdas.Count}");
        }

        Lambdas = [.. lambdas.Select(lambda => lambda ?? throw new ArgumentNullException(nameof(lambdas)))];
    }

    private protected Func<int, double>[] Lambdas { get; }

    /// <inheritdoc/>
    public override StateDictionary StateDict()
    {
        var state = base.StateDict();
        state["lr_lambdas"] = Enumerable.Repeat<object?>(null, Lambdas.Length).ToList();
        return state;
    }

    /// <inheritdoc/>
    public override void LoadStateDict(IReadOnlyDictionary<string, object?> state)
    {
        base.LoadStateDict(state);
        Attributes.Remove("lr_lambdas");
    }
}
