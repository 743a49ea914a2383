using LibTorch.NN;

namespace LibTorch;

/// <summary>What is no structure: a tensor, or something that holds no tensors.</summary>
internal static class TreeLeaf
{
    /// <summary>Whether objects of just this type hold no tensors, as far as anybody looks: a function's are its own.</summary>
    public static bool IsPlain(Type type)
    {
        if (typeof(Tensor).IsAssignableFrom(type))
        {
            return false;
        }

        if (type.IsPrimitive || type.IsEnum || typeof(Delegate).IsAssignableFrom(type))
        {
            return true;
        }

        if (type.IsArray)
        {
            return ArePlain(type.GetElementType()!);
        }

        var ours = type.Assembly == typeof(Tensor).Assembly;
        return (ours ? !typeof(Module).IsAssignableFrom(type) : IsSystem(type)) && Array.TrueForAll(type.GetGenericArguments(), ArePlain);
    }

    // The same for all types that derive from it.
    private static bool ArePlain(Type type) => (type.IsValueType || type.IsSealed) && IsPlain(type);

    /// <exception cref="ArgumentException">There may be tensors in it.</exception>
    public static void Require(object? value)
    {
        if (value is not (null or Tensor) && !IsPlain(value.GetType()))
        {
            throw new ArgumentException(
                $"The tensors in a {value.GetType()} cannot be found: use a tensor, an array, list, dictionary, tuple or record of them, or a value without tensors.");
        }
    }

    // Untyped collections hold anything.
    private static bool IsSystem(Type type) =>
        (type.Namespace == nameof(System) || type.Namespace?.StartsWith("System.", StringComparison.Ordinal) == true)
        && (type.IsGenericType || type == typeof(string) || !typeof(System.Collections.IEnumerable).IsAssignableFrom(type));
}
