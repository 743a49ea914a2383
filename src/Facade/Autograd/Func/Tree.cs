using System.Collections;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace LibTorch;

/// <summary>Flattens structures of tensors into leaves; Python's torch.utils._pytree.</summary>
internal static class Tree
{
    /// <summary>The leaves in order, and the structure without them.</summary>
    public static (object?[] Leaves, TreeSpec Spec) Flatten(object? value)
    {
        var leaves = new List<object?>();
        var spec = Walk(value, leaves);
        return ([.. leaves], spec);
    }

    /// <summary>Flattens the arguments of a function as one tuple, as Python passes them.</summary>
    public static (object?[] Leaves, TreeSpec Spec) FlattenArguments(IReadOnlyList<object?> arguments)
    {
        var leaves = new List<object?>();
        var children = arguments.Select(argument => Walk(argument, leaves)).ToArray();
        return ([.. leaves], new TreeSpec("tuple", "None", children, static items => items));
    }

    /// <summary>The same structure with each tensor replaced; other leaves stay.</summary>
    public static object? Map(object? value, Func<Tensor, Tensor> change)
    {
        var (leaves, spec) = Flatten(value);
        return spec.Unflatten(Array.ConvertAll(leaves, leaf => leaf is Tensor tensor ? change(tensor) : leaf));
    }

    private static TreeSpec Walk(object? value, List<object?> leaves)
    {
        switch (value)
        {
            case Array { Rank: 1 } array when !TreeLeaf.IsPlain(array.GetType()):
                return Node("list", "None", [.. array.Cast<object?>()], leaves, items => Refilled(array, items));
            case List<Tensor> list:
                return Node("list", "None", [.. list], leaves, static items => items.Cast<Tensor>().ToList());
            case ImmutableArray<Tensor> { IsDefault: false } array:
                return Node("list", "None", [.. array], leaves, static items => items.Cast<Tensor>().ToImmutableArray());
            case Dictionary<string, Tensor> dictionary:
                string[] keys = [.. dictionary.Keys];
                return Node("dict", Keys(keys), [.. dictionary.Values], leaves, items => Rebuilt(keys, items));
            case not null when TreeType.Find(value) is { } type:
                return Node(type.Kind, type.Context, type.Read(value), leaves, type.Build);
            case IDictionary dictionary when !TreeLeaf.IsPlain(dictionary.GetType()):
                return Node("dict", Keys(dictionary.Keys), [.. dictionary.Values.Cast<object?>()], leaves, _ => throw CannotBuild(dictionary));
            case ICollection collection when !TreeLeaf.IsPlain(collection.GetType()):
                return Node("list", "None", [.. collection.Cast<object?>()], leaves, _ => throw CannotBuild(collection));
            case IReadOnlyCollection<object> collection when collection.GetType().Namespace?.StartsWith("System.", StringComparison.Ordinal) == true:
                return Node("list", "None", [.. collection], leaves, _ => throw CannotBuild(collection));
            default:
                TreeLeaf.Require(value);
                leaves.Add(value);
                return TreeSpec.Leaf;
        }
    }

    private static string Keys(ICollection keys) => $"[{string.Join(", ", keys.Cast<object>().Select(key => $"'{key}'"))}]";

    private static ArgumentException CannotBuild(object value) =>
        new($"A {value.GetType()} cannot be made of other tensors here: take an array, list of tensors, dictionary of tensors by name, tuple or record.");

    private static TreeSpec Node(string kind, string context, object?[] parts, List<object?> leaves, Func<object?[], object?> build)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return new TreeSpec(kind, context, [.. parts.Select(part => Walk(part, leaves))], build);
    }

    // Cloning gives an array of the same element type, which is not known statically here.
    private static Array Refilled(Array like, object?[] items)
    {
        var array = (Array)like.Clone();
        for (var i = 0; i < items.Length; i++)
        {
            array.SetValue(items[i], i);
        }

        return array;
    }

    private static Dictionary<string, Tensor> Rebuilt(string[] keys, object?[] items)
    {
        var dictionary = new Dictionary<string, Tensor>(keys.Length);
        for (var i = 0; i < keys.Length; i++)
        {
            dictionary[keys[i]] = (Tensor)items[i]!;
        }

        return dictionary;
    }
}
