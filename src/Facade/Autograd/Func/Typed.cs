using System.Diagnostics.CodeAnalysis;

namespace LibTorch;

/// <summary>Converts functions with typed arguments to the untyped form of the transforms, and registers their types.</summary>
internal static class Typed
{
    public static Body Body<[DynamicallyAccessedMembers(TreeMembers.Kept)] T, [DynamicallyAccessedMembers(TreeMembers.Kept)] TResult>(Func<T, TResult> func)
    {
        ArgumentNullException.ThrowIfNull(func);
        TreeType.Learn<T>();
        TreeType.Learn<TResult>();
        return arguments => (func((T)arguments[0]!), null);
    }

    public static Body Body<[DynamicallyAccessedMembers(TreeMembers.Kept)] T1, [DynamicallyAccessedMembers(TreeMembers.Kept)] T2, [DynamicallyAccessedMembers(TreeMembers.Kept)] TResult>(
        Func<T1, T2, TResult> func)
    {
        ArgumentNullException.ThrowIfNull(func);
        TreeType.Learn<T1>();
        TreeType.Learn<T2>();
        TreeType.Learn<TResult>();
        return arguments => (func((T1)arguments[0]!, (T2)arguments[1]!), null);
    }

    public static Body Body<[DynamicallyAccessedMembers(TreeMembers.Kept)] T1, [DynamicallyAccessedMembers(TreeMembers.Kept)] T2, [DynamicallyAccessedMembers(TreeMembers.Kept)] T3, [DynamicallyAccessedMembers(TreeMembers.Kept)] TResult>(
        Func<T1, T2, T3, TResult> func)
    {
        ArgumentNullException.ThrowIfNull(func);
        TreeType.Learn<T1>();
        TreeType.Learn<T2>();
        TreeType.Learn<T3>();
        TreeType.Learn<TResult>();
        return arguments => (func((T1)arguments[0]!, (T2)arguments[1]!, (T3)arguments[2]!), null);
    }

    /// <summary>A function whose second result is not differentiated.</summary>
    public static Body WithAux<[DynamicallyAccessedMembers(TreeMembers.Kept)] T, [DynamicallyAccessedMembers(TreeMembers.Kept)] TResult, [DynamicallyAccessedMembers(TreeMembers.Kept)] TAux>(
        Func<T, (TResult Output, TAux Aux)> func, bool hasAux)
    {
        ArgumentNullException.ThrowIfNull(func);
        if (!hasAux)
        {
            throw new ArgumentException("A function with an auxiliary result needs hasAux: true.", nameof(hasAux));
        }

        TreeType.Learn<T>();
        TreeType.Learn<TResult>();
        TreeType.Learn<TAux>();
        return arguments =>
        {
            var (output, aux) = func((T)arguments[0]!);
            return (output, aux);
        };
    }
}
