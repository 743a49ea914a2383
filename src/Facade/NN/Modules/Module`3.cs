namespace LibTorch.NN;

/// <summary>A module of two inputs; <c>torch.nn.Module</c>.</summary>
/// <typeparam name="T1">The first input.</typeparam>
/// <typeparam name="T2">The second input.</typeparam>
/// <typeparam name="TOutput">The output: a tensor, or a tuple or record of them.</typeparam>
public abstract class Module<T1, T2, TOutput> : HookedModule<(T1 Input1, T2 Input2), TOutput>
{
    /// <summary>Applies the module and runs its hooks; <c>module(x)</c>.</summary>
    public TOutput Call(T1 input1, T2 input2) => HasHooks ? CallWithHooks((input1, input2)) : Forward(input1, input2);

    /// <summary>Computes the module's output. Use <see cref="Call"/> to run the module: only that runs the hooks.</summary>
    public abstract TOutput Forward(T1 input1, T2 input2);

    /// <summary>The module as a function, for Torch.Func, checkpoints and LINQ.</summary>
    public static implicit operator Func<T1, T2, TOutput>(Module<T1, T2, TOutput> module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return module.Call;
    }

    private protected sealed override TOutput Compute((T1 Input1, T2 Input2) given) => Forward(given.Input1, given.Input2);

    private protected sealed override (T1 Input1, T2 Input2) WithInputs((T1 Input1, T2 Input2) given, Func<object?[], object?[]> change)
    {
        var parts = change([given.Input1, given.Input2]);
        return ((T1)parts[0]!, (T2)parts[1]!);
    }
}
