using System.Collections;
using LibTorch.Interop;

namespace LibTorch.Optim;

/// <summary>A scheduler that consists of other schedulers, whose states are part of its state.</summary>
public abstract class CombinedScheduler : LRScheduler
{
    private const string Key = "_schedulers";

    private protected CombinedScheduler(Optimizer optimizer, IReadOnlyList<LRScheduler> schedulers)
        : base(optimizer)
    {
        ArgumentNullException.ThrowIfNull(schedulers);
        Schedulers = [.. schedulers.Select(scheduler => scheduler ?? throw new ArgumentNullException(nameof(schedulers)))];
    }

    private protected IReadOnlyList<LRScheduler> Schedulers { get; }

    /// <inheritdoc/>
    public override void Step(int epoch) => throw new NotSupportedException($"A {GetType().Name} cannot go to an epoch: it goes through them one by one, with Step().");

    /// <inheritdoc/>
    public override StateDictionary StateDict()
    {
        var state = base.StateDict();
        state[Key] = Schedulers.Select(scheduler => (object?)scheduler.StateDict()).ToList();
        return state;
    }

    /// <inheritdoc/>
    public override void LoadStateDict(IReadOnlyDictionary<string, object?> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        base.LoadStateDict(new StateDictionary(state.Where(entry => entry.Key != Key)));
        foreach (var (scheduler, own) in Schedulers.Zip(((IEnumerable)state[Key]!).Cast<IDictionary>()))
        {
            scheduler.LoadStateDict(own as StateDictionary ?? new(PythonValue.Entries(own).Select(entry => KeyValuePair.Create((string)entry.Key, entry.Value))));
        }
    }

    internal override void TakeBack()
    {
        foreach (var scheduler in Schedulers)
        {
            scheduler.TakeBack();
        }
    }

    private protected void CheckNotEmpty(string refusal)
    {
        if (Schedulers.Count == 0)
        {
            throw new TorchValueException($"{GetType().Name} {refusal}");
        }
    }

    private protected void CheckOptimizer(int i, string olderRefusal)
    {
        var other = Schedulers[i].Optimizer;
        if (!ReferenceEquals(other, Optimizer))
        {
            throw new TorchValueException(LibraryCalls.IsAtLeast(2, 0)
                ? $"{GetType().Name} expects all schedulers to belong to the same optimizer, but got scheduler {Schedulers[i].GetType().Name} at index {i} has {other}, which is different from {Optimizer.GetType().Name}."
                : olderRefusal);
        }
    }
}
