using System.Collections;
using System.Globalization;
using LibTorch.Interop;

namespace LibTorch.Optim;

/// <summary>Saving and loading the optimizer's state.</summary>
public abstract partial class Optimizer
{
    private protected const string StateKey = "state";

    private protected const string GroupsKey = "param_groups";

    /// <summary>Whether the step counter of a parameter is a tensor.</summary>
    private protected virtual bool CountsInTensor => LibraryCalls.IsAtLeast(2, 0);

    /// <summary>
    /// The state; <c>optimizer.state_dict()</c>. <c>state</c> has the state of each parameter by the parameter's number;
    /// <c>param_groups</c> has the options of each group, with the numbers of its parameters as <c>params</c>. The tensors are the
    /// optimizer's own, not copies.
    /// </summary>
    public StateDictionary StateDict()
    {
        Run(_beforeSaving);
        return Through(_afterSaving, Collect());
    }

    /// <summary>
    /// Loads a state, which must have equally many groups with equally many parameters; <c>optimizer.load_state_dict</c>. Its tensors are
    /// copied.
    /// </summary>
    /// <exception cref="TorchValueException">The groups do not match; nothing is changed then.</exception>
    /// <exception cref="KeyNotFoundException">The state has no <c>state</c> or no <c>param_groups</c>.</exception>
    public void LoadStateDict(IReadOnlyDictionary<string, object?> state)
    {
        ArgumentNullException.ThrowIfNull(state);
        Load(Through(_beforeLoading, new(state)));
        Run(_afterLoading);
    }

    /// <summary>The state, without the hooks.</summary>
    private protected virtual StateDictionary Collect()
    {
        var numbers = new Dictionary<Tensor, long>(ReferenceEqualityComparer.Instance);
        List<object?> groups = [];
        var next = 0L;
        foreach (var group in _groups)
        {
            for (var i = 0; i < group.Params.Count; i++)
            {
                numbers.TryAdd(group.Params[i], next + i);
            }

            groups.Add(group.Packed([.. group.Params.Select(parameter => (object?)numbers[parameter])]));
            next += group.Params.Count;
        }

        var state = new OrderedDictionary<long, StateDictionary>();
        foreach (var (parameter, kept) in _state.Where(entry => entry.Value.Count > 0))
        {
            state[numbers[parameter]] = new(kept);
        }

        return new() { [StateKey] = state, [GroupsKey] = groups };
    }

    /// <summary>Loads a state, without the hooks.</summary>
    private protected virtual void Load(StateDictionary state)
    {
        using var outside = new OutsideFrames();
        using var mode = Torch.NoGrad();
        var saved = ((IEnumerable)state[GroupsKey]!).Cast<IDictionary>().ToList();
        var numbers = saved.ConvertAll(group => ((IEnumerable)group[ParamGroup.ParamsKey]!).Cast<object>().Select(Index).ToList());
        CheckGroups(numbers);

        var groups = _groups.Zip(saved, (group, options) => Loaded(group, options)).ToList();
        var owners = groups.Zip(numbers, (group, own) => own.Zip(group.Params, (number, parameter) => (number, parameter, group))).SelectMany(own => own).ToList();
        var loaded = new OrderedDictionary<Tensor, StateDictionary>(ReferenceEqualityComparer.Instance);
        foreach (DictionaryEntry entry in (IDictionary)state[StateKey]!)
        {
            var (_, parameter, group) = owners.Find(owner => owner.number == Index(entry.Key));
            if (parameter is not null)
            {
                loaded[parameter] = Loaded(group, parameter, (IDictionary)entry.Value!);
            }
        }

        _groups.Clear();
        _groups.AddRange(groups);
        _state = loaded;
        AfterLoading();
    }

    /// <summary>Adds what a loaded state from another version of PyTorch lacks.</summary>
    private protected virtual void AfterLoading()
    {
    }

    /// <summary>A parameter's number, which may be an integer of any type.</summary>
    private protected static long Index(object number) => Convert.ToInt64(number, CultureInfo.InvariantCulture);

    private void CheckGroups(List<List<long>> saved)
    {
        if (saved.Count != _groups.Count)
        {
            throw new TorchValueException("loaded state dict has a different number of parameter groups");
        }

        if (_groups.Zip(saved).Any(pair => pair.First.Params.Count != pair.Second.Count))
        {
            throw new TorchValueException("loaded state dict contains a parameter group that doesn't match the size of optimizer's group");
        }
    }

    private ParamGroup Loaded(ParamGroup group, IDictionary options)
    {
        var loaded = new ParamGroup(group.Params);
        foreach (DictionaryEntry option in options)
        {
            if ((string)option.Key != ParamGroup.ParamsKey)
            {
                loaded[(string)option.Key] = PythonValue.Copy(option.Value, tensor => tensor.Clone());
            }
        }

        if (group.ContainsKey("param_names"))
        {
            loaded.SetDefault("param_names", group["param_names"]);
        }

        _table?.Complete(loaded);
        return loaded;
    }

    // As in Python, a parameter's state tensors get the parameter's dtype and device, except for the step counter.
    private StateDictionary Loaded(ParamGroup group, Tensor parameter, IDictionary kept)
    {
        var loaded = new StateDictionary();
        foreach (DictionaryEntry entry in kept)
        {
            var key = (string)entry.Key;
            loaded[key] = key != "step" ? PythonValue.Copy(entry.Value, tensor => Converted(tensor, parameter))
                : entry.Value is Tensor step ? (group.Flag("capturable") || group.Flag("fused") ? step.To(parameter.Device, DType.Float32, copy: true) : step.Clone())
                : CountsInTensor ? Torch.Tensor(Convert.ToSingle(entry.Value, CultureInfo.InvariantCulture))
                : entry.Value;
        }

        return loaded;
    }

    private static Tensor Converted(Tensor tensor, Tensor parameter) =>
        tensor.To(parameter.Device, parameter.DType.IsFloatingPoint ? parameter.DType : tensor.DType, copy: true);
}
