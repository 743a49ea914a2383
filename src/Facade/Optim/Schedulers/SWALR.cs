using LibTorch.Interop;

namespace LibTorch.Optim;

/// <summary>Moves the learning rates to fixed ones for stochastic weight averaging; <c>torch.optim.swa_utils.SWALR</c>.</summary>
public sealed class SWALR : LRScheduler
{
    private const string Strategy = "_anneal_strategy";

    private bool _isLinear;

    /// <param name="optimizer">The optimizer.</param>
    /// <param name="swaLr">The learning rates to be reached.</param>
    /// <param name="annealEpochs">After how many epochs they are reached.</param>
    /// <param name="annealStrategy">"cos" or "linear".</param>
    /// <param name="lastEpoch">The last epoch, to resume training; -1 to start.</param>
    /// <exception cref="TorchValueException">
    /// The strategy is unknown, the number of epochs is negative, or a list does not have one value for each group.
    /// </exception>
    public SWALR(Optimizer optimizer, GroupValues swaLr, int annealEpochs = 10, string annealStrategy = "cos", int lastEpoch = -1)
        : base(optimizer)
    {
        var rates = PerGroup("swa_lr", swaLr, "swa_lr must have the same length as optimizer.param_groups: swa_lr has {1}, optimizer.param_groups has {0}");
        foreach (var (group, rate) in Optimizer.ParamGroups.Zip(rates))
        {
            group["swa_lr"] = rate;
        }

        _isLinear = IsLinear(annealStrategy, isGrammatical: LibraryCalls.IsAtLeast(2, 7));
        if (annealEpochs < 0)
        {
            throw new TorchValueException($"anneal_epochs must be equal or greater than 0, got {annealEpochs}");
        }

        if (LibraryCalls.IsAtLeast(2, 7))
        {
            Attributes[Strategy] = annealStrategy;
        }

        Attributes["anneal_epochs"] = (long)annealEpochs;
        Begin(lastEpoch);
    }

    /// <inheritdoc/>
    public override void LoadStateDict(IReadOnlyDictionary<string, object?> state)
    {
        base.LoadStateDict(state);
        _isLinear = Attributes.TryGetValue(Strategy, out var strategy) ? strategy is "linear" : _isLinear;
    }

    /// <summary>Whether the strategy is "linear"; false for "cos".</summary>
    /// <param name="strategy">The strategy.</param>
    /// <param name="isGrammatical">Whether the error message says "must be one of"; older releases have the typo "must by one of".</param>
    /// <exception cref="TorchValueException">The strategy is neither of the two.</exception>
    internal static bool IsLinear(string strategy, bool isGrammatical) => strategy is "cos" or "linear"
        ? strategy == "linear"
        : throw new TorchValueException($"anneal_strategy must {(isGrammatical ? "be" : "by")} one of 'cos' or 'linear', instead got {strategy}");

    private protected override Number[] Chained()
    {
        var epochs = Integer("anneal_epochs");
        var step = epochs == 0 ? Math.Max(1, StepCount - 1) : StepCount - 1;
        var (before, now) = (Part(step - 1, epochs), Part(step, epochs));
        return [.. Optimizer.ParamGroups.Select(group =>
        {
            var (rate, last) = (Number.Rate(group), Number.Of(group["swa_lr"]));
            var first = before == 1 ? last : (rate - (before * last)) / (1 - before);
            return (last * now) + (first * (1 - now));
        })];
    }

    private double Part(long step, long epochs)
    {
        var part = Math.Max(0, Math.Min(1, (double)step / Math.Max(1, epochs)));
        return _isLinear ? part : (1 - Math.Cos(Math.PI * part)) / 2;
    }
}
