namespace LibTorch.NN;

/// <summary>What computes a weight of a module before each call, as torch.nn.utils' older functions do. It holds nothing of the module.</summary>
/// <param name="name">The weight's name.</param>
internal abstract class WeightHook(string name)
{
    public string Name { get; } = name;

    /// <summary>Has the weight be what is computed now.</summary>
    public void Prepare(Module module) => module.Registered().Hidden(Name)!.StandIn = new StandIn.Given(Compute(module));

    /// <summary>Notes in a state of the module how the hook's part of it is laid out.</summary>
    public virtual void NoteVersion(StateDict state, string prefix)
    {
    }

    /// <summary>Brings the hook's part of a state that is to be loaded into today's layout.</summary>
    public virtual void UpgradeState(LoadedState state)
    {
    }

    /// <summary>The weight, of what is registered beside it.</summary>
    protected abstract Tensor Compute(Module module);

    /// <summary>Puts a computed tensor in the place of the weight.</summary>
    protected void Begin(Module module, MemberTensor weight, Tensor computed)
    {
        ParametrizedMember.Replace(module, Name, weight, new StandIn.Given(computed));
        module.Registered().AddHook(this);
        module.NoteParametrization();
    }

    /// <summary>Makes an ordinary weight of it.</summary>
    protected void End(Module module, MemberTensor weight, params ReadOnlySpan<string> suffixes)
    {
        var registered = module.Registered();
        registered.RemoveHook(this);
        foreach (var suffix in suffixes)
        {
            registered.Remove(Name + suffix);
        }

        ParametrizedMember.Restore(module, Name, weight);
    }

    /// <exception cref="TorchException">The weight is computed by one of this kind already.</exception>
    protected void RequireFirst(Module module, string kind)
    {
        if (Array.Exists(module.Registered().WeightHooks, hook => hook.GetType() == GetType() && hook.Name == Name))
        {
            throw new TorchException($"Cannot register two {kind} hooks on the same parameter {Name}");
        }
    }

    /// <summary>What is registered under the weight's name and a suffix.</summary>
    protected Tensor Part(Module module, string suffix) => (Tensor)module.Registered().Find(Name + suffix)!;

    /// <summary>The module's parameter of this name.</summary>
    /// <exception cref="TorchException">It has none.</exception>
    protected static Parameter ParameterOf(Module module, string name) => module.Members().Find(name) as Parameter
        ?? throw new TorchException($"'{module.ShownName}' object has no attribute '{name}'");
}
