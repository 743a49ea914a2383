namespace LibTorch.NN;

/// <summary>The forward hooks of one call of a module: first the global ones, then the module's own.</summary>
internal sealed class ForwardHooks<TGiven, TOutput>(HookedModule<TGiven, TOutput> module)
{
    private ForwardHook<object?, object?>[] _global = [];
    private ForwardHook<TGiven, TOutput>[] _own = [];
    private TOutput _output = default!;
    private int _begun;

    private int Count => _global.Length + _own.Length;

    /// <summary>Runs the hooks and returns the final output. Hooks registered during the call run too.</summary>
    public TOutput Run(TGiven given, TOutput output)
    {
        List();
        for (_output = output; _begun < Count;)
        {
            RunOne(given, _begun++);
        }

        return _output;
    }

    /// <summary>After a failed call, runs the hooks registered with alwaysCall that have not run yet.</summary>
    public void RunThoseForFailures(TGiven given)
    {
        if (_begun == 0)
        {
            List();
        }

        for (var i = _begun; i < Count; i++)
        {
            if (i < _global.Length ? _global[i].AlwaysCall : _own[i - _global.Length].AlwaysCall)
            {
                RunOrWarn(given, i);
            }
        }
    }

    private void List() => (_global, _own) = (GlobalHooks.After.All, module.ForwardHooks);

    private void RunOrWarn(TGiven given, int i)
    {
        try
        {
            RunOne(given, i);
        }
#pragma warning disable CA1031 // The call's own exception is the one to be seen.
        catch (Exception error)
#pragma warning restore CA1031
        {
            Warnings.Warn(
                $"{(i < _global.Length ? "global " : "")}module forward hook with ``always_call=True`` raised an exception that was silenced as another error was raised in forward: {error.Message}");
        }
    }

    private void RunOne(TGiven given, int i)
    {
        if (i >= _global.Length)
        {
            _output = _own[i - _global.Length].Run(module, given, _output);
        }
        else if (_global[i].Run(module, given, _output) is { } replaced)
        {
            _output = (TOutput)replaced;
        }
    }
}
