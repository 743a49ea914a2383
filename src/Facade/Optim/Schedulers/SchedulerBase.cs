using System.Collections;
using LibTorch.Interop;

namespace LibTorch.Optim;

/// <summary>
/// Base of all learning rate schedulers. Schedulers whose steps need no metric derive from <see cref="LRScheduler"/>.
/// </summary>
public abstract class SchedulerBase
{
    private protected const string LastLr = "_last_lr";

    private protected SchedulerBase(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        Optimizer = optimizer;
    }

    /// <summary>The optimizer.</summary>
    public Optimizer Optimizer { get; }

    /// <summary>The attributes of Python's object, in the same order. The state dict consists of most of them.</summary>
    private protected StateDictionary Attributes { get; } = [];

    /// <summary>The learning rates that were last set, one for each group; <c>scheduler.get_last_lr()</c>.</summary>
    /// <exception cref="InvalidOperationException">The scheduler has set no learning rates so far.</exception>
    public IReadOnlyList<double> GetLastLr() => Attributes.TryGetValue(LastLr, out var last)
        ? [.. ((IEnumerable)last!).Cast<object?>().Select(rate => LearningRate.Of(rate).ToDouble())]
        : throw new InvalidOperationException($"The {GetType().Name} has set no learning rate so far.");

    /// <summary>The state, without the optimizer and without functions; <c>scheduler.state_dict()</c>.</summary>
    public virtual StateDictionary StateDict() => (StateDictionary)PythonValue.Copy(Attributes, tensor => tensor)!;

    /// <summary>Loads a state; <c>scheduler.load_state_dict</c>.</summary>
    public virtual void LoadStateDict(IReadOnlyDictionary<string, object?> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        foreach (var (key, value) in state)
        {
            Attributes[key] = PythonValue.Copy(value, tensor => tensor.Clone());
        }
    }

    private protected double Double(string key) => LearningRate.Of(Attributes[key]).ToDouble();

    private protected long Integer(string key) => LearningRate.Of(Attributes[key]).ToScalar().ToInt64();

    /// <summary>The groups' current learning rates.</summary>
    private protected Number[] Rates() => [.. Optimizer.ParamGroups.Select(Number.Rate)];

    /// <summary>
    /// Sets a group's learning rate. Since 2.0, a learning rate that is a tensor is filled with the number instead of being replaced.
    /// </summary>
    private protected static void SetRate(ParamGroup group, Number rate)
    {
        if (group["lr"] is Tensor tensor && LibraryCalls.IsAtLeast(2, 0))
        {
            tensor.Fill_(rate.Value);
        }
        else
        {
            group["lr"] = rate.Kept;
        }
    }

    /// <summary>Stores the groups' learning rates as those that were last set.</summary>
    private protected void RememberRates() =>
        Attributes[LastLr] = Optimizer.ParamGroups.Select(group => group["lr"] is Tensor tensor && LibraryCalls.IsAtLeast(2, 7) ? tensor.Clone() : group["lr"]).ToList();

    /// <summary>One value for each group: a single given value for all of them, or the given list.</summary>
    /// <param name="name">The argument's name in Python.</param>
    /// <param name="values">The values.</param>
    /// <param name="refusal">The error message of older versions; {0} is the number of groups and {1} that of values.</param>
    /// <exception cref="TorchValueException">The list does not have one value for each group.</exception>
    private protected List<object?> PerGroup(string name, GroupValues values, string refusal)
    {
        var groups = Optimizer.ParamGroups.Count;
        if (values.All.Length == 1 && !values.IsList)
        {
            return [.. Enumerable.Repeat(values.All[0], groups)];
        }

        return values.All.Length == groups ? [.. values.All] : throw new TorchValueException(LibraryCalls.IsAtLeast(2, 0)
            ? $"{name} must have the same length as optimizer.param_groups. {name} has {values.All.Length} values, param_groups has {groups}."
            : string.Format(System.Globalization.CultureInfo.InvariantCulture, refusal, groups, values.All.Length));
    }
}
