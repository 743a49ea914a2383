namespace LibTorch.NN;

/// <summary>Hooks that do not depend on a module's types.</summary>
public abstract partial class Module
{
    private CallHooks? _hooks;
    private StateHooks? _stateHooks;

    private protected bool HasCallHooks => _hooks is not null;

    /// <summary>Calls the hook each time the gradients of the module's inputs have been computed, with these and those of its outputs; <c>module.register_full_backward_hook</c>.</summary>
    /// <remarks>Inputs and outputs then pass through a graph node of their own, so changing them in place is refused.</remarks>
    /// <returns>An object that removes the hook when it is disposed.</returns>
    /// <exception cref="TorchException">Thrown by backward: the hook returned another number of gradients.</exception>
    public IDisposable RegisterFullBackwardHook(BackwardHook hook, bool prepend = false) => (_hooks ??= new()).Backward.Add(hook, prepend);

    /// <summary>Calls the hook each time the gradients of the module's inputs have been computed, with these and those of its outputs; <c>module.register_full_backward_hook</c>.</summary>
    /// <returns>An object that removes the hook when it is disposed.</returns>
    public IDisposable RegisterFullBackwardHook(Action<Module, IReadOnlyList<Tensor?>, IReadOnlyList<Tensor?>> hook, bool prepend = false)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return RegisterFullBackwardHook((module, gradInput, gradOutput) =>
        {
            hook(module, gradInput, gradOutput);
            return null;
        }, prepend);
    }

    /// <summary>Calls the hook each time the gradients of the module's outputs have been computed; <c>module.register_full_backward_pre_hook</c>.</summary>
    /// <returns>An object that removes the hook when it is disposed.</returns>
    /// <exception cref="TorchException">Thrown by backward: the hook returned another number of gradients.</exception>
    public IDisposable RegisterFullBackwardPreHook(BackwardPreHook hook, bool prepend = false) => (_hooks ??= new()).BackwardPre.Add(hook, prepend);

    /// <summary>Calls the hook each time the gradients of the module's outputs have been computed; <c>module.register_full_backward_pre_hook</c>.</summary>
    /// <returns>An object that removes the hook when it is disposed.</returns>
    public IDisposable RegisterFullBackwardPreHook(Action<Module, IReadOnlyList<Tensor?>> hook, bool prepend = false)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return RegisterFullBackwardPreHook((module, gradOutput) =>
        {
            hook(module, gradOutput);
            return null;
        }, prepend);
    }

    /// <summary>
    /// Calls the hook before the module's <see cref="StateDict"/> is created, with the module, the prefix and whether graphs are kept;
    /// <c>module.register_state_dict_pre_hook</c>.
    /// </summary>
    /// <returns>An object that removes the hook when it is disposed.</returns>
    public IDisposable RegisterStateDictPreHook(Action<Module, string, bool> hook) => (_stateHooks ??= new()).Saving.Add(hook);

    /// <summary>
    /// Calls the hook after the entries of the module and its submodules have been added, with the module, the state, which it may change,
    /// and the prefix; <c>module.register_state_dict_post_hook</c>.
    /// </summary>
    /// <returns>An object that removes the hook when it is disposed.</returns>
    public IDisposable RegisterStateDictPostHook(Action<Module, StateDict, string> hook) => (_stateHooks ??= new()).Saved.Add(hook);

    /// <summary>
    /// Calls the hook before the module's names are looked up in a state that is loaded; it may rename, add and remove entries;
    /// <c>module.register_load_state_dict_pre_hook</c>.
    /// </summary>
    /// <returns>An object that removes the hook when it is disposed.</returns>
    public IDisposable RegisterLoadStateDictPreHook(Action<Module, LoadedState> hook) => (_stateHooks ??= new()).Loading.Add(hook);

    /// <summary>
    /// Calls the hook after a state has been loaded into the module and its submodules; names that it removes from the lists are not
    /// reported as errors; <c>module.register_load_state_dict_post_hook</c>.
    /// </summary>
    /// <remarks>If names do not match in strict loading, it is called before anything is copied.</remarks>
    /// <returns>An object that removes the hook when it is disposed.</returns>
    public IDisposable RegisterLoadStateDictPostHook(Action<Module, IncompatibleKeys> hook) => (_stateHooks ??= new()).Loaded.Add(hook);

    internal StateHooks? HooksOfState => _stateHooks;

    /// <summary>Calls the class's UpgradeState and all hooks with a state that is to be loaded.</summary>
    internal void Prepare(LoadedState state)
    {
        UpgradeState(state);
        foreach (var hook in _registered?.WeightHooks ?? [])
        {
            hook.UpgradeState(state);
        }

        foreach (var hook in _stateHooks?.Loading.All ?? [])
        {
            hook(this, state);
        }
    }

    /// <summary>Makes calls of the module check for parametrized weights.</summary>
    internal void NoteParametrization() => _hooks ??= new();

    private protected BackwardHooks? BackwardHooksOfCall() => CallHooks.OfCall(this, _hooks);

    private protected ParametrizedCall EnterCall()
    {
        foreach (var hook in _registered?.WeightHooks ?? [])
        {
            hook.Prepare(this);
        }

        return new ParametrizedCall(this);
    }

    private protected virtual void CopyHooks() => (_hooks, _stateHooks) = (_hooks?.Copied(), _stateHooks?.Copied());
}
