using LibTorch.Files;

namespace LibTorch.Jit;

/// <summary>Converts results of TorchScript methods to the types that a program asks for.</summary>
internal static class ScriptResult
{
    /// <summary>The result, if it is a <typeparamref name="T"/> or converts to one without loss.</summary>
    /// <exception cref="InvalidCastException">The result is of another type.</exception>
    public static T As<T>(string method, object? result) =>
        LoadedValue.TryAs<T>(result, out var value) ? value
        : Collection<T>(result) is T collection ? collection
        : throw new InvalidCastException($"{method} gave {LoadedValue.Kind(result)}, where a {typeof(T).Name} was expected.");

    /// <summary>The elements of a tuple.</summary>
    /// <exception cref="InvalidCastException">The result is not a tuple, or has another number of elements.</exception>
    public static object?[] Parts(string method, object? result, int count) =>
        result is object?[] parts && parts.Length == count ? parts
        : throw new InvalidCastException($"{method} gave {(result is object?[] other ? $"a tuple of {other.Length}" : LoadedValue.Kind(result))}, where a tuple of {count} was expected.");

    // The element types are named explicitly: a trimmed program has no code for other generic instantiations.
    private static object? Collection<T>(object? result) => result switch
    {
        Optim.StateDictionary dictionary => (object?)Of<T, Tensor>(dictionary) ?? (object?)Of<T, long>(dictionary) ?? (object?)Of<T, double>(dictionary) ?? Of<T, string>(dictionary),
        IReadOnlyList<object?> items => Of<T, Tensor>(items) ?? Of<T, long>(items) ?? Of<T, double>(items) ?? Of<T, bool>(items) ?? Of<T, string>(items),
        _ => null,
    };

    private static object? Of<T, TItem>(IReadOnlyList<object?> items) =>
        !items.All(item => item is TItem) ? null
        : typeof(T) == typeof(TItem[]) ? items.Cast<TItem>().ToArray()
        : typeof(T).IsAssignableFrom(typeof(List<TItem>)) ? items.Cast<TItem>().ToList()
        : null;

    private static Dictionary<string, TItem>? Of<T, TItem>(Optim.StateDictionary dictionary) =>
        typeof(T).IsAssignableFrom(typeof(Dictionary<string, TItem>)) && dictionary.Values.All(value => value is TItem)
            ? dictionary.ToDictionary(entry => entry.Key, entry => (TItem)entry.Value!)
            : null;
}
