using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace LibTorch;

/// <summary>
/// How a tuple or record is taken apart and put together again. A type becomes known where it is named
/// as a type argument of a transform; the annotations there tell a trimmer to keep its constructor and properties.
/// </summary>
internal sealed class TreeType
{
    private static readonly ConcurrentDictionary<Type, TreeType?> _known = new();

    private readonly ConstructorInfo _constructor;
    private readonly PropertyInfo[] _properties;

    private TreeType(string kind, string context, ConstructorInfo constructor, PropertyInfo[] properties) =>
        (Kind, Context, _constructor, _properties) = (kind, context, constructor, properties);

    public string Kind { get; }

    public string Context { get; }

    /// <summary>Makes a tuple or record type known; any other type is left a leaf.</summary>
    public static void Learn<[DynamicallyAccessedMembers(TreeMembers.Kept)] T>()
    {
        if (!_known.ContainsKey(typeof(T)))
        {
            _known[typeof(T)] = Read(typeof(T));
        }
    }

    /// <summary>The type of the object, if it is a known structure.</summary>
    public static TreeType? Find(object value)
    {
        if (_known.TryGetValue(value.GetType(), out var type))
        {
            return type;
        }

        // Tuples of tensors inside others are so common that they are known without being named.
        switch (value)
        {
            case ValueTuple<Tensor, Tensor>:
                Learn<(Tensor, Tensor)>();
                break;
            case ValueTuple<Tensor, Tensor, Tensor>:
                Learn<(Tensor, Tensor, Tensor)>();
                break;
            case ValueTuple<Tensor, Tensor, Tensor, Tensor>:
                Learn<(Tensor, Tensor, Tensor, Tensor)>();
                break;
            default:
                return null;
        }

        return _known.GetValueOrDefault(value.GetType());
    }

    public object?[] Read(object value)
    {
        if (value is not ITuple tuple)
        {
            return Array.ConvertAll(_properties, property => property.GetValue(value));
        }

        var parts = new object?[tuple.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = tuple[i];
        }

        return parts;
    }

    public object Build(object?[] parts) => _constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, parts, null);

    private static TreeType? Read([DynamicallyAccessedMembers(TreeMembers.Kept)] Type type)
    {
        // Eight and more are kept in a nested tuple, which is not worth the trouble.
        var isTuple = typeof(ITuple).IsAssignableFrom(type);
        if ((isTuple && type.GetGenericArguments().Length > 7) || type == typeof(Tensor) || type == typeof(string) || type.IsPrimitive || type.IsArray || type.IsAbstract)
        {
            return null;
        }

        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        foreach (var constructor in type.GetConstructors().OrderByDescending(constructor => constructor.GetParameters().Length))
        {
            var parameters = constructor.GetParameters();
            var matching = parameters.Select(parameter => Matching(properties, parameter)).OfType<PropertyInfo>().ToArray();
            if (parameters.Length > 0 && (isTuple || matching.Length == parameters.Length))
            {
                return isTuple
                    ? new TreeType("tuple", "None", constructor, [])
                    : new TreeType(type.Name, $"[{string.Join(", ", matching.Select(property => $"'{property.Name}'"))}]", constructor, matching);
            }
        }

        return null;
    }

    // A record's primary constructor has a parameter for each property, of the same name.
    private static PropertyInfo? Matching(PropertyInfo[] properties, ParameterInfo parameter) => Array.Find(
        properties,
        property => property.PropertyType == parameter.ParameterType && property.Name.Equals(parameter.Name, StringComparison.OrdinalIgnoreCase));
}
