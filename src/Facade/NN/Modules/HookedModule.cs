namespace LibTorch.NN;

/// <summary>
/// A module that can be called, with any types of input and output; derive from <see cref="Module{TInput, TOutput}"/> or one of its like.
/// </summary>
/// <typeparam name="TGiven">The input: a value, or a tuple of them.</typeparam>
/// <typeparam name="TOutput">The output: a tensor, or a tuple or record of them.</typeparam>
public abstract class HookedModule<TGiven, TOutput> : Module
{
    private ModuleHooks<Func<Module, TGiven, TGiven>>? _before;
    private ModuleHooks<ForwardHook<TGiven, TOutput>>? _after;

    private protected HookedModule()
    {
    }

    internal sealed override bool HasHooks => _before is not null || _after is not null || HasCallHooks || GlobalHooks.Any;

    /// <summary>Registers a hook that sees, and may replace, the module's input; <c>module.register_forward_pre_hook</c>.</summary>
    /// <param name="hook">Takes the module and its input, and returns the input to use.</param>
    /// <param name="prepend">Whether it runs before the existing hooks instead of after them.</param>
    /// <returns>An object that removes the hook when it is disposed.</returns>
    public IDisposable RegisterForwardPreHook(Func<Module, TGiven, TGiven> hook, bool prepend = false) => (_before ??= new()).Add(hook, prepend);

    /// <summary>Registers a hook that sees the module's input; <c>module.register_forward_pre_hook</c>.</summary>
    /// <returns>An object that removes the hook when it is disposed.</returns>
    public IDisposable RegisterForwardPreHook(Action<Module, TGiven> hook, bool prepend = false)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return RegisterForwardPreHook((module, given) =>
        {
            hook(module, given);
            return given;
        }, prepend);
    }

    /// <summary>Registers a hook that sees, and may replace, the module's output; <c>module.register_forward_hook</c>.</summary>
    /// <param name="hook">Takes the module, its input and its output, and returns the output to use.</param>
    /// <param name="prepend">Whether it runs before the existing hooks instead of after them.</param>
    /// <param name="alwaysCall">Whether it also runs when the call fails. The output is then the default of its type, null for a tensor,
    /// unless an earlier hook gave one; an exception of the hook becomes a warning.</param>
    /// <returns>An object that removes the hook when it is disposed.</returns>
    public IDisposable RegisterForwardHook(Func<Module, TGiven, TOutput, TOutput> hook, bool prepend = false, bool alwaysCall = false)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return (_after ??= new()).Add(new(hook, alwaysCall), prepend);
    }

    /// <summary>Registers a hook that sees the module's input and output; <c>module.register_forward_hook</c>.</summary>
    /// <param name="hook">Takes the module, its input and its output.</param>
    /// <param name="prepend">Whether it runs before the existing hooks instead of after them.</param>
    /// <param name="alwaysCall">Whether it also runs when the call fails. The output is then the default of its type, null for a tensor,
    /// unless an earlier hook gave one; an exception of the hook becomes a warning.</param>
    /// <returns>An object that removes the hook when it is disposed.</returns>
    public IDisposable RegisterForwardHook(Action<Module, TGiven, TOutput> hook, bool prepend = false, bool alwaysCall = false)
    {
        ArgumentNullException.ThrowIfNull(hook);
        return RegisterForwardHook((module, given, output) =>
        {
            hook(module, given, output);
            return output;
        }, prepend, alwaysCall);
    }

    internal ForwardHook<TGiven, TOutput>[] ForwardHooks => _after?.All ?? [];

    private protected abstract TOutput Compute(TGiven given);

    /// <summary>The call's arguments with the inputs replaced.</summary>
    private protected virtual TGiven WithInputs(TGiven given, Func<object?[], object?[]> change) => OutputParts.Change(given, change);

    private protected override void CopyHooks()
    {
        base.CopyHooks();
        (_before, _after) = (_before?.Copied(), _after?.Copied());
    }

    private protected TOutput CallWithHooks(TGiven given) => CallWithHooks(given, Compute);

    /// <summary>Runs the hooks around a computation. Modules that can be called in several ways pass the computation.</summary>
    private protected TOutput CallWithHooks(TGiven given, Func<TGiven, TOutput> compute)
    {
        using var parametrized = EnterCall();
        var after = new ForwardHooks<TGiven, TOutput>(this);
        try
        {
            foreach (var hook in GlobalHooks.Before.All)
            {
                given = hook(this, given) is { } replaced ? (TGiven)replaced : given;
            }

            foreach (var hook in _before?.All ?? [])
            {
                given = hook(this, given);
            }

            var backward = BackwardHooksOfCall();
            if (backward is not null)
            {
                given = WithInputs(given, backward.AtInputs);
            }

            var output = after.Run(given, compute(given));
            return backward is null ? output : OutputParts.Change(output, backward.AtOutputs);
        }
        catch (Exception)
        {
            after.RunThoseForFailures(given);
            throw;
        }
    }
}
