namespace LibTorch.NN;

/// <summary>A module's state: giving it out and taking it in.</summary>
public abstract partial class Module
{
    /// <summary>Its parameters and persistent buffers and those of the modules below it, by name; <c>module.state_dict()</c>.</summary>
    /// <remarks>The tensors have the module's memory.</remarks>
    /// <param name="prefix">Stands before each name: <c>"encoder."</c>.</param>
    /// <param name="keepVars">Whether the parameters themselves are given, with their graph, instead of tensors detached from it.</param>
    /// <exception cref="InvalidOperationException">A module is a part of itself.</exception>
    public StateDict StateDict(string prefix = "", bool keepVars = false)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        var state = new StateDict();
        Save(state, prefix, keepVars, []);
        return state;
    }

    /// <summary>Copies a state into its parameters and buffers; <c>module.load_state_dict(state)</c>. If anything does not fit, nothing is copied.</summary>
    /// <param name="stateDict">A tensor for each name.</param>
    /// <param name="strict">Whether the names have to be just the module's own.</param>
    /// <param name="assign">Whether the parameters take the tensors' memory, dtype and device instead of copying their values.</param>
    /// <returns>The names that do not match, which can be some where it is not strict.</returns>
    /// <exception cref="TorchException">Names or sizes do not match; nothing was copied. Or a value cannot be copied.</exception>
    public IncompatibleKeys LoadStateDict(StateDict stateDict, bool strict = true, bool assign = false)
    {
        ArgumentNullException.ThrowIfNull(stateDict);
        return StateLoading.Load(this, stateDict, strict, assign);
    }

    private void Save(StateDict state, string prefix, bool keepVars, HashSet<Module> above)
    {
        if (!above.Add(this))
        {
            throw new InvalidOperationException($"The module at '{prefix.TrimEnd('.')}' is a part of itself.");
        }

        state.Versions[prefix.Length == 0 ? "" : prefix[..^1]] = StateVersion;
        var members = Members();
        foreach (var (name, tensor) in members.Tensors())
        {
            state[prefix + name] = keepVars ? tensor : tensor.Detach();
        }

        foreach (var (name, child) in members.Children)
        {
            child.Save(state, $"{prefix}{name}.", keepVars, above);
        }

        above.Remove(this);
    }
}
