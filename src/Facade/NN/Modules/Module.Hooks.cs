namespace LibTorch.NN;

/// <summary>Hooks that are the same for all modules.</summary>
public abstract partial class Module
{
    private CallHooks? _hooks;
    private StateHooks? _stateHooks;

    private protected bool HasCallHooks => _hooks is not null;

    /// <summary>Calls the hook each time the gradients of the module's inputs have been computed, with these and those of its outputs; <c>module.register_full_backward_hook</c>.</summary>
    /// <remarks>Inputs and outputs go through a node of the graph of their own then, so changing them in place is refused.</remarks>
    /// <returns>An object that removes the hook when it is disposed.</returns>
    /// <exception cref="TorchException">From backward: the hook gave another number of gradients.</exception>
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
    /// <exception cref="TorchException">From backward: the hook gave another number of gradients.</exception>
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

    /// <summary>Calls the hook with the module, the prefix and whether graphs are kept before its <see cref="StateDict"/> is made; <c>module.register_state_dict_pre_hook</c>.</summary>
    /// <returns>An object that removes the hook when it is disposed.</returns>
    public IDisposable RegisterStateDictPreHook(Action<Module, string, bool> hook) => (_stateHooks ??= new()).Saving.Add(hook);

    /// <summary>Calls the hook with the module, the state and the prefix when what is below the module has been added; it may change the state; <c>module.register_state_dict_post_hook</c>.</summary>
    /// <returns>An object that removes the hook when it is disposed.</returns>
    public IDisposable RegisterStateDictPostHook(Action<Module, StateDict, string> hook) => (_stateHooks ??= new()).Saved.Add(hook);

    /// <summary>Calls the hook before the module looks for its names in a state that is loaded; it may rename, add and take away; <c>module.register_load_state_dict_pre_hook</c>.</summary>
    /// <returns>An object that removes the hook when it is disposed.</returns>
    public IDisposable RegisterLoadStateDictPreHook(Action<Module, LoadedState> hook) => (_stateHooks ??= new()).Loading.Add(hook);

    /// <summary>Calls the hook when a state has been loaded into the module and those below it; what it takes off the lists is not complained of; <c>module.register_load_state_dict_post_hook</c>.</summary>
    /// <remarks>Where names do not match in a strict loading, it is called before anything is copied.</remarks>
    /// <returns>An object that removes the hook when it is disposed.</returns>
    public IDisposable RegisterLoadStateDictPostHook(Action<Module, IncompatibleKeys> hook) => (_stateHooks ??= new()).Loaded.Add(hook);

    internal StateHooks? HooksOfState => _stateHooks;

    /// <summary>Lets the class and all hooks see and change a state that is to be loaded.</summary>
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

    /// <summary>Has calls look for weights that are computed.</summary>
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
