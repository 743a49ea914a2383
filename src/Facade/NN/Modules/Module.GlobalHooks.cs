namespace LibTorch.NN;

/// <summary>Global hooks, which run at the calls of all modules, before the modules' own hooks.</summary>
public abstract partial class Module
{
    /// <summary>
    /// Registers a hook that sees the input of every module; <c>torch.nn.modules.module.register_module_forward_pre_hook</c>.
    /// </summary>
    /// <param name="hook">Takes the module and its input, a tuple if there are several; a result other than null replaces the
    /// input.</param>
    /// <returns>An object that removes the hook when it is disposed.</returns>
    public static IDisposable RegisterModuleForwardPreHook(Func<Module, object?, object?> hook) => GlobalHooks.Before.Add(hook);

    /// <summary>
    /// Registers a hook that sees the output of every module; <c>torch.nn.modules.module.register_module_forward_hook</c>.
    /// </summary>
    /// <param name="hook">Takes the module, its input, a tuple if there are several, and its output; a result other than null replaces the
    /// output.</param>
    /// <param name="alwaysCall">Whether it also runs when the call fails, with null as the output.</param>
    /// <returns>An object that removes the hook when it is disposed.</returns>
    public static IDisposable RegisterModuleForwardHook(Func<Module, object?, object?, object?> hook, bool alwaysCall = false)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return GlobalHooks.After.Add(new(hook, alwaysCall));
    }

    /// <summary>
    /// Registers a hook that sees the gradients of every module; <c>torch.nn.modules.module.register_module_full_backward_hook</c>.
    /// </summary>
    /// <returns>An object that removes the hook when it is disposed.</returns>
    public static IDisposable RegisterModuleFullBackwardHook(BackwardHook hook) => GlobalHooks.Backward.Add(hook);
}
