using LibTorch.NN;

namespace LibTorch;

/// <summary>Decides what counts as a leaf: a tensor, or an object that holds no tensors.</summary>
internal static class TreeLeaf
{
    /// <summary>
    /// Whether objects of exactly this type hold no tensors that need to be found. Tensors captured by a delegate do not count.
    /// </summary>
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

    // Whether variables of this type hold no tensors: the type is plain and no other type can derive from it.
    private static bool ArePlain(Type type) => (type.IsValueType || type.IsSealed) && IsPlain(type);

    /// <exception cref="ArgumentException">The object may hold tensors that cannot be found.</exception>
    public static void Require(object? value)
    {
        if (value is not (null or Tensor) && !IsPlain(value.GetType()))
        {
            throw new ArgumentException(
                $"The tensors in a {value.GetType()} cannot be found: use a tensor, an array, list, dictionary, tuple or record of them, or a value without tensors.");
        }
    }

    // Non-generic collections are excluded: they may hold anything, tensors too.
    private static bool IsSystem(Type type) =>
        (type.Namespace == nameof(System) || type.Namespace?.StartsWith("System.", StringComparison.Ordinal) == true)
        && (type.IsGenericType || type == typeof(string) || !typeof(System.Collections.IEnumerable).IsAssignableFrom(type));
}
