namespace LibTorch.NN;

/// <summary>
/// A hook that computes a module's weight before each call, as torch.nn.utils' older functions do. It keeps no reference to the module.
/// </summary>
/// <param name="name">The weight's name.</param>
internal abstract class WeightHook(string name)
{
    public string Name { get; } = name;

    /// <summary>Computes the weight and makes it the current one.</summary>
    public void Prepare(Module module) => module.Registered().Hidden(Name)!.StandIn = new StandIn.Given(Compute(module));

    /// <summary>Writes the version of the hook's entries into a state of the module.</summary>
    public virtual void NoteVersion(StateDict state, string prefix)
    {
    }

    /// <summary>Converts the hook's entries of a state that is to be loaded to the current layout.</summary>
    public virtual void UpgradeState(LoadedState state)
    {
    }

    /// <summary>Computes the weight from the tensors registered with it.</summary>
    protected abstract Tensor Compute(Module module);

    /// <summary>Replaces the weight by a computed tensor.</summary>
    protected void Begin(Module module, MemberTensor weight, Tensor computed)
    {
        ParametrizedMember.Replace(module, Name, weight, new StandIn.Given(computed));
        module.Registered().AddHook(this);
        module.NoteParametrization();
    }

    /// <summary>Makes the weight an ordinary one again, and removes the tensors with these suffixes.</summary>
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

    /// <exception cref="TorchException">The weight is already computed by a hook of this kind.</exception>
    protected void RequireFirst(Module module, string kind)
    {
        if (Array.Exists(module.Registered().WeightHooks, hook => hook.GetType() == GetType() && hook.Name == Name))
        {
            throw new TorchException($"Cannot register two {kind} hooks on the same parameter {Name}");
        }
    }

    /// <summary>The tensor registered under the weight's name and a suffix.</summary>
    protected Tensor Part(Module module, string suffix) => (Tensor)module.Registered().Find(Name + suffix)!;

    /// <summary>The module's parameter of this name.</summary>
    /// <exception cref="TorchException">There is no such parameter.</exception>
    protected static Parameter ParameterOf(Module module, string name) => module.Members().Find(name) as Parameter
        ?? throw new TorchException($"'{module.ShownName}' object has no attribute '{name}'");
}
