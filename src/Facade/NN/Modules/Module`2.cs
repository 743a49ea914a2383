namespace LibTorch.NN;

/// <summary>A module of one input; <c>torch.nn.Module</c>.</summary>
/// <typeparam name="TInput">The input.</typeparam>
/// <typeparam name="TOutput">The output: a tensor, or a tuple or record of them.</typeparam>
public abstract class Module<TInput, TOutput> : HookedModule<TInput, TOutput>
{
    /// <summary>Applies the module and runs its hooks; <c>module(x)</c>.</summary>
    public TOutput Call(TInput input) => HasHooks ? CallWithHooks(input) : Forward(input);

    /// <summary>Computes the module's output. Use <see cref="Call"/> to run the module: only that runs the hooks.</summary>
    public abstract TOutput Forward(TInput input);

    /// <summary>The module as a function, for Torch.Func, checkpoints and LINQ.</summary>
    public static implicit operator Func<TInput, TOutput>(Module<TInput, TOutput> module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return module.Call;
    }

    private protected sealed override TOutput Compute(TInput given) => Forward(given);

    private protected sealed override TInput WithInputs(TInput given, Func<object?[], object?[]> change)
    {
        var parts = change([given]);
        return (TInput)parts[0]!;
    }
}
