using System.Collections;
using LibTorch.Interop;

namespace LibTorch.Optim;

/// <summary>What changes an optimizer's learning rates as training goes on. Schedulers that step by themselves are <see cref="LRScheduler"/>s.</summary>
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

    /// <summary>What Python's object has as attributes, in its order; the state is most of it.</summary>
    private protected StateDictionary Attributes { get; } = [];

    /// <summary>The learning rates that were last set, one for each group; <c>scheduler.get_last_lr()</c>.</summary>
    /// <exception cref="InvalidOperationException">None were set so far.</exception>
    public IReadOnlyList<double> GetLastLr() => Attributes.TryGetValue(LastLr, out var last)
        ? [.. ((IEnumerable)last!).Cast<object?>().Select(rate => LearningRate.Of(rate).ToDouble())]
        : throw new InvalidOperationException($"The {GetType().Name} has set no learning rate so far.");

    /// <summary>The state, without the optimizer and without functions; <c>scheduler.state_dict()</c>.</summary>
    public virtual StateDictionary StateDict() => (StateDictionary)PythonValue.Copy(Attributes, tensor => tensor)!;

    /// <summary>Takes over a state; <c>scheduler.load_state_dict</c>.</summary>
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

    /// <summary>The groups' learning rates.</summary>
    private protected Number[] Rates() => [.. Optimizer.ParamGroups.Select(Number.Rate)];

    /// <summary>Sets a group's learning rate; since 2.0 a tensor stays and takes the number.</summary>
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

    /// <summary>Remembers the groups' learning rates as the last.</summary>
    private protected void RememberRates() =>
        Attributes[LastLr] = Optimizer.ParamGroups.Select(group => group["lr"] is Tensor tensor && LibraryCalls.IsAtLeast(2, 7) ? tensor.Clone() : group["lr"]).ToList();

    /// <summary>One value for each group: the one that is given, or as many as there are groups.</summary>
    /// <param name="name">What Python calls them.</param>
    /// <param name="values">The values.</param>
    /// <param name="refusal">What older versions say, {0} being the number of groups and {1} that of values.</param>
    /// <exception cref="TorchValueException">There are more or fewer.</exception>
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
