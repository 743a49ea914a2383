namespace LibTorch.NN;

/// <summary>A module's state: giving it out and taking it in.</summary>
public abstract partial class Module
{
    internal const string ExtraState = "_extra_state";

    /// <summary>Its parameters and persistent buffers and those of the modules below it, by name; <c>module.state_dict()</c>.</summary>
    /// <remarks>The tensors have the module's memory.</remarks>
    /// <param name="prefix">Stands before each name: <c>"encoder."</c>.</param>
    /// <param name="keepVars">Whether the parameters themselves are given, with their graph, instead of tensors detached from it.</param>
    /// <exception cref="InvalidOperationException">A module is a part of itself.</exception>
    public StateDict StateDict(string prefix = "", bool keepVars = false)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        var state = new StateDict();
        Save(state, prefix, keepVars, new ModulePath());
        return state;
    }

    /// <summary>Copies a state into its parameters and buffers; <c>module.load_state_dict(state)</c>. If anything does not fit, nothing is copied.</summary>
    /// <param name="stateDict">A tensor for each name.</param>
    /// <param name="strict">Whether the names have to be just the module's own.</param>
    /// <param name="assign">Whether the parameters take the tensors' memory, dtype and device instead of copying their values. Whether they require a gradient stays.</param>
    /// <returns>The names that do not match, which can be some where it is not strict.</returns>
    /// <exception cref="TorchException">Names or sizes do not match, or a value cannot be converted; nothing was copied.</exception>
    public IncompatibleKeys LoadStateDict(StateDict stateDict, bool strict = true, bool assign = false)
    {
        ArgumentNullException.ThrowIfNull(stateDict);
        return StateLoading.Load(this, stateDict, strict, assign);
    }

    /// <summary>What belongs to its state beside parameters and buffers, under the name "_extra_state"; null for nothing; <c>module.get_extra_state</c>.</summary>
    protected internal virtual Tensor? GetExtraState() => null;

    /// <summary>Takes in what <see cref="GetExtraState"/> gave; <c>module.set_extra_state</c>.</summary>
    /// <exception cref="TorchException">The class does not override it.</exception>
    protected internal virtual void SetExtraState(Tensor state) =>
        throw new TorchException(
            "Reached a code path in Module.set_extra_state() that should never be called. Please file an issue at https://github.com/pytorch/pytorch/issues/new?template=bug-report.yml to report this bug.");

    /// <summary>Brings a state that an older version of the class made into today's layout, before anything is compared; what classes override <c>_load_from_state_dict</c> for.</summary>
    /// <param name="state">The state, which may be changed, with the version that it was made by.</param>
    protected virtual void UpgradeState(LoadedState state)
    {
    }

    private void Save(StateDict state, string prefix, bool keepVars, ModulePath path)
    {
        using var step = path.Enter(this);
        state.Versions[prefix.Length == 0 ? "" : prefix[..^1]] = StateVersion;
        foreach (var hook in _stateHooks?.Saving.All ?? [])
        {
            hook(this, prefix, keepVars);
        }

        var members = Members();
        foreach (var (name, tensor) in members.Tensors())
        {
            state[prefix + name] = keepVars ? tensor : tensor.Detach();
        }

        if (GetExtraState() is { } extra)
        {
            state[prefix + ExtraState] = extra;
        }

        foreach (var (name, child) in members.Children)
        {
            child.Save(state, $"{prefix}{name}.", keepVars, path);
        }

        foreach (var hook in _registered?.WeightHooks ?? [])
        {
            hook.NoteVersion(state, prefix);
        }

        foreach (var hook in _stateHooks?.Saved.All ?? [])
        {
            hook(this, state, prefix);
        }
    }
}
