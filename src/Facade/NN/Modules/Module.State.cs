namespace LibTorch.NN;

/// <summary>Saving and loading a module's state.</summary>
public abstract partial class Module
{
    internal const string ExtraState = "_extra_state";

    /// <summary>The parameters and persistent buffers of this module and its submodules, by name; <c>module.state_dict()</c>.</summary>
    /// <remarks>The tensors share the module's memory.</remarks>
    /// <param name="prefix">A prefix of each name: <c>"encoder."</c>.</param>
    /// <param name="keepVars">Whether to return the parameters themselves, with their graph, instead of detached tensors.</param>
    /// <exception cref="InvalidOperationException">A module contains itself.</exception>
    public StateDict StateDict(string prefix = "", bool keepVars = false)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        var state = new StateDict();
        Save(state, prefix, keepVars, new ModulePath());
        return state;
    }

    /// <summary>Copies a state into its parameters and buffers; <c>module.load_state_dict(state)</c>. If anything does not fit, nothing is copied.</summary>
    /// <param name="stateDict">A tensor for each name.</param>
    /// <param name="strict">Whether the names have to match the module's exactly.</param>
    /// <param name="assign">Whether the parameters take over the tensors' memory, dtype and device instead of copying their values. Whether
    /// they require a gradient stays unchanged.</param>
    /// <returns>The names that do not match; there are none in strict loading.</returns>
    /// <exception cref="TorchException">Names or sizes do not match, or a value cannot be converted; nothing was copied.</exception>
    public IncompatibleKeys LoadStateDict(StateDict stateDict, bool strict = true, bool assign = false)
    {
        ArgumentNullException.ThrowIfNull(stateDict);
        return StateLoading.Load(this, stateDict, strict, assign);
    }

    /// <summary>Further state of the module, saved under the name "_extra_state"; null for none; <c>module.get_extra_state</c>.</summary>
    protected internal virtual Tensor? GetExtraState() => null;

    /// <summary>Restores what <see cref="GetExtraState"/> returned; <c>module.set_extra_state</c>.</summary>
    /// <exception cref="TorchException">The class does not override it.</exception>
    protected internal virtual void SetExtraState(Tensor state) =>
        throw new TorchException(
            "Reached a code path in Module.set_extra_state() that should never be called. Please file an issue at https://github.com/pytorch/pytorch/issues/new?template=bug-report.yml to report this bug.");

    /// <summary>
    /// Converts a state saved by an older version of the class to the current layout, before names are compared; the reason to override
    /// <c>_load_from_state_dict</c> in Python.
    /// </summary>
    /// <param name="state">The state, which may be changed, with the version that saved it.</param>
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
