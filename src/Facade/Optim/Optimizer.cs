using LibTorch.NN;

namespace LibTorch.Optim;

/// <summary>
/// Updates parameters from their gradients; <c>torch.optim.Optimizer</c>. To write a custom optimizer, derive from this class and override
/// <see cref="UpdateParameter"/>.
/// </summary>
public abstract partial class Optimizer
{
    private readonly OptionTable? _table;
    private readonly List<ParamGroup> _groups = [];
    private ModuleHooks<Action<Optimizer>>? _before;
    private ModuleHooks<Action<Optimizer>>? _after;

    /// <summary>The constructor for custom optimizers.</summary>
    /// <param name="groups">The parameter groups.</param>
    /// <param name="defaults">The options, with the values for groups that do not set them.</param>
    /// <exception cref="TorchValueException">There are no parameters, or one cannot be optimized.</exception>
    protected Optimizer(IEnumerable<ParamGroup> groups, params IEnumerable<(string Option, object? Value)> defaults)
    {
        Defaults = new(defaults.Select(option => KeyValuePair.Create(option.Option, PythonValue.Of(option.Value))));
        AddGroups(groups);
    }

    private protected Optimizer(OptionTable table, StateDictionary defaults) => (_table, Defaults) = (table, defaults);

    /// <summary>The parameter groups, whose options may be changed; <c>optimizer.param_groups</c>.</summary>
    public IReadOnlyList<ParamGroup> ParamGroups => _groups;

    /// <summary>The values of options for groups that do not set them; <c>optimizer.defaults</c>.</summary>
    public StateDictionary Defaults { get; }

    /// <summary>How many steps the optimizer has taken since a scheduler was attached.</summary>
    internal int StepsUnderScheduler { get; set; }

    /// <summary>Whether a scheduler is attached.</summary>
    internal bool HasScheduler { get; set; }

    /// <summary>The arguments of a gradient scaler for fused kernels; set only while the scaler steps the optimizer.</summary>
    internal GradientScaling? Scaling { get; set; }

    /// <summary>Whether the optimizer's step unscales the gradients itself.</summary>
    internal virtual bool UnscalesInStep => FusedSteps.TakesScaling(this);

    /// <summary>The name of PyTorch's class.</summary>
    private protected string ClassName => GetType().Name;

    /// <summary>Whether the optimizer supports sparse gradients.</summary>
    private protected virtual bool TakesSparse => false;

    /// <summary>The error message for a sparse gradient that is not supported.</summary>
    private protected virtual string SparseRefusal => $"{ClassName} does not support sparse gradients";

    /// <summary>Updates the parameters from their gradients; <c>optimizer.step(closure)</c>.</summary>
    /// <param name="closure">Called before the step; evaluates the loss and fills the gradients.</param>
    /// <returns>The result of the closure.</returns>
    /// <exception cref="TorchException">The optimizer does not support a gradient.</exception>
    public Tensor? Step(Func<Tensor>? closure = null)
    {
        Run(_before);
        StepsUnderScheduler += HasScheduler ? 1 : 0;
        var loss = StepOnce(closure);
        Run(_after);
        return loss;
    }

    /// <summary>Sets all gradients to null, or fills them with zeros; <c>optimizer.zero_grad()</c>.</summary>
    /// <param name="setToNone">
    /// Whether gradients are set to null. If not given, the default of the running PyTorch: true since 2.0, false before.
    /// </param>
    public void ZeroGrad(bool? setToNone = null) => Gradients.Clear(_groups.SelectMany(group => group.Params), setToNone);

    /// <summary>Adds a group of parameters with its own options; <c>optimizer.add_param_group</c>.</summary>
    /// <exception cref="TorchValueException">A parameter is not a leaf or is in another group, or a required option is missing.</exception>
    /// <exception cref="TorchTypeException">A parameter is null.</exception>
    public virtual void AddParamGroup(ParamGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        foreach (var parameter in group.Params)
        {
            if (parameter is null)
            {
                throw new TorchTypeException("optimizer can only optimize Tensors, but one of the params is NoneType");
            }

            if (!IsDifferentiable && !parameter.IsLeaf && !parameter.RetainsGrad)
            {
                throw new TorchValueException("can't optimize a non-leaf Tensor");
            }
        }

        CheckOthers(group);
        foreach (var (name, value) in Defaults)
        {
            if (ReferenceEquals(value, OptionTable.Required) && !group.ContainsKey(name))
            {
                throw new TorchValueException($"parameter group didn't specify a value of required optimization parameter {name}");
            }
        }

        if (group.Params.Distinct(ReferenceEqualityComparer.Instance).Count() != group.Params.Count)
        {
            Warnings.Warn("optimizer contains a parameter group with duplicate parameters; in future, this will cause an error; see github.com/pytorch/pytorch/issues/40967 for more information");
        }

        foreach (var (name, value) in Defaults)
        {
            group.SetDefault(name, value);
        }

        _groups.Add(group);
    }

    /// <summary>Calls the function before each step; <c>optimizer.register_step_pre_hook</c>.</summary>
    /// <returns>An object that removes the hook when it is disposed of.</returns>
    public IDisposable RegisterStepPreHook(Action<Optimizer> hook) => (_before ??= new()).Add(hook);

    /// <summary>Calls the function after each step; <c>optimizer.register_step_post_hook</c>.</summary>
    /// <returns>An object that removes the hook when it is disposed of.</returns>
    public IDisposable RegisterStepPostHook(Action<Optimizer> hook) => (_after ??= new()).Add(hook);

    /// <summary>The options of each group, as PyTorch prints them.</summary>
    public override string ToString() => $"{ClassName} ({string.Concat(_groups.Select(GroupText))})";

    /// <summary>One step, without the hooks.</summary>
    private protected virtual Tensor? StepOnce(Func<Tensor>? closure)
    {
        Tensor? loss = null;
        if (closure is not null)
        {
            using var recorded = Torch.EnableGrad();
            loss = closure();
        }

        using var mode = Torch.SetGradEnabled(IsDifferentiable);
        foreach (var group in _groups)
        {
            UpdateGroup(group);
        }

        return loss;
    }

    private protected bool IsDifferentiable => Defaults.TryGetValue("differentiable", out var value) && value is true;

    /// <summary>Checks which options can be combined.</summary>
    private protected virtual void CheckOptions(StateDictionary options)
    {
    }

    /// <summary>Checks the groups after they were added, or creates their initial state.</summary>
    private protected virtual void CheckGroups()
    {
    }

    private protected void Begin(IEnumerable<Tensor> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        var group = new ParamGroup(parameters);
        Begin(group.Params.Count == 0 ? [] : [group]);
    }

    private protected void Begin(IEnumerable<ParamGroup> groups)
    {
        CheckOptions(Defaults);
        AddGroups(groups);
        CheckGroups();
    }

    private void AddGroups(IEnumerable<ParamGroup> groups)
    {
        ArgumentNullException.ThrowIfNull(groups);
        var all = groups.ToList();
        if (all.Count == 0)
        {
            throw new TorchValueException("optimizer got an empty parameter list");
        }

        all.ForEach(AddParamGroup);
    }

    private void CheckOthers(ParamGroup group)
    {
        var isNamed = group.ContainsKey("param_names");
        if (_groups.Exists(other => other.ContainsKey("param_names") != isNamed))
        {
            throw new TorchValueException($"all optimizer param groups should be with/without names. cannot add param group {(isNamed ? "with names" : "without names")} to the optimizer");
        }

        var known = new HashSet<object>(_groups.SelectMany(other => other.Params), ReferenceEqualityComparer.Instance);
        if (group.Params.Any(known.Contains))
        {
            throw new TorchValueException("some parameters appear in more than one parameter group");
        }
    }

    private static string GroupText(ParamGroup group, int i) =>
        $"\nParameter Group {i}\n{string.Concat(group.OrderBy(option => option.Key, StringComparer.Ordinal).Select(option => $"    {option.Key}: {PythonValue.Format(option.Value)}\n"))}";
}
