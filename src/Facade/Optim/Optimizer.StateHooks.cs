using LibTorch.NN;

namespace LibTorch.Optim;

/// <summary>Hooks on saving and loading the state. PyTorch has them since 2.1; here they work with every libtorch.</summary>
public abstract partial class Optimizer
{
    private ModuleHooks<Action<Optimizer>>? _beforeSaving;
    private ModuleHooks<Func<Optimizer, StateDictionary, StateDictionary?>>? _afterSaving;
    private ModuleHooks<Func<Optimizer, StateDictionary, StateDictionary?>>? _beforeLoading;
    private ModuleHooks<Action<Optimizer>>? _afterLoading;

    /// <summary>Calls the function before each <see cref="StateDict"/>; <c>optimizer.register_state_dict_pre_hook</c>.</summary>
    /// <param name="hook">The function.</param>
    /// <param name="prepend">Whether the hook is called before those already registered.</param>
    /// <returns>An object that removes the hook when it is disposed of.</returns>
    public IDisposable RegisterStateDictPreHook(Action<Optimizer> hook, bool prepend = false) => (_beforeSaving ??= new()).Add(hook, prepend);

    /// <summary>
    /// Calls the function with the result of each <see cref="StateDict"/>; <c>optimizer.register_state_dict_post_hook</c>.
    /// </summary>
    /// <param name="hook">The function. It may change the state, or return another one to be used instead.</param>
    /// <param name="prepend">Whether the hook is called before those already registered.</param>
    /// <returns>An object that removes the hook when it is disposed of.</returns>
    public IDisposable RegisterStateDictPostHook(Func<Optimizer, StateDictionary, StateDictionary?> hook, bool prepend = false) =>
        (_afterSaving ??= new()).Add(hook, prepend);

    /// <summary>Calls the function with each state before it is loaded; <c>optimizer.register_load_state_dict_pre_hook</c>.</summary>
    /// <param name="hook">
    /// The function. It gets a shallow copy of the state, and may change the copy, or return another state to be loaded instead.
    /// </param>
    /// <param name="prepend">Whether the hook is called before those already registered.</param>
    /// <returns>An object that removes the hook when it is disposed of.</returns>
    public IDisposable RegisterLoadStateDictPreHook(Func<Optimizer, StateDictionary, StateDictionary?> hook, bool prepend = false) =>
        (_beforeLoading ??= new()).Add(hook, prepend);

    /// <summary>Calls the function after each state was loaded; <c>optimizer.register_load_state_dict_post_hook</c>.</summary>
    /// <param name="hook">The function.</param>
    /// <param name="prepend">Whether the hook is called before those already registered.</param>
    /// <returns>An object that removes the hook when it is disposed of.</returns>
    public IDisposable RegisterLoadStateDictPostHook(Action<Optimizer> hook, bool prepend = false) => (_afterLoading ??= new()).Add(hook, prepend);

    private void Run(ModuleHooks<Action<Optimizer>>? hooks)
    {
        foreach (var hook in hooks?.All ?? [])
        {
            hook(this);
        }
    }

    private StateDictionary Through(ModuleHooks<Func<Optimizer, StateDictionary, StateDictionary?>>? hooks, StateDictionary state)
    {
        foreach (var hook in hooks?.All ?? [])
        {
            state = hook(this, state) ?? state;
        }

        return state;
    }
}
