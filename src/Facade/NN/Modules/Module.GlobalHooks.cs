namespace LibTorch.NN;

/// <summary>Hooks that run at the call of each module, before the module's own.</summary>
public abstract partial class Module
{
    /// <summary>Has the hook see what any module is given; <c>torch.nn.modules.module.register_module_forward_pre_hook</c>.</summary>
    /// <param name="hook">Given the module and its input, a tuple where there are several; what it gives, unless null, is the input then.</param>
    /// <returns>An object that removes the hook when it is disposed.</returns>
    public static IDisposable RegisterModuleForwardPreHook(Func<Module, object?, object?> hook) => GlobalHooks.Before.Add(hook);

    /// <summary>Has the hook see what any module gives; <c>torch.nn.modules.module.register_module_forward_hook</c>.</summary>
    /// <param name="hook">Given the module, its input, a tuple where there are several, and its output; what it gives, unless null, is the output then.</param>
    /// <param name="alwaysCall">Whether it runs where the call fails, too, with null as the output.</param>
    /// <returns>An object that removes the hook when it is disposed.</returns>
    public static IDisposable RegisterModuleForwardHook(Func<Module, object?, object?, object?> hook, bool alwaysCall = false)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return GlobalHooks.After.Add(new(hook, alwaysCall));
    }

    /// <summary>Has the hook see the gradients of any module; <c>torch.nn.modules.module.register_module_full_backward_hook</c>.</summary>
    /// <returns>An object that removes the hook when it is disposed.</returns>
    public static IDisposable RegisterModuleFullBackwardHook(BackwardHook hook) => GlobalHooks.Backward.Add(hook);
}
