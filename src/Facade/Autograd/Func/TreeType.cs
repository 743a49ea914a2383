using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace LibTorch;

/// <summary>
/// How a tuple or record is taken apart and put together again. Where a type is named as a type argument, the annotations
/// tell a trimmer to keep its constructor and properties. One that a trimmer took them from is unknown, which is said.
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

    /// <summary>Has a trimmer keep what a tuple or record type is taken apart by.</summary>
    public static void Learn<[DynamicallyAccessedMembers(TreeMembers.Kept)] T>()
    {
        if (!_known.ContainsKey(typeof(T)))
        {
            _known[typeof(T)] = Read(typeof(T));
        }
    }

    /// <summary>The type of the object, if it is a tuple or record.</summary>
    [UnconditionalSuppressMessage("Trimming", "IL2067", Justification = "A type without its constructor or properties is no structure.")]
    public static TreeType? Find(object value) => _known.GetOrAdd(value.GetType(), static type => Read(type));

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
        if ((isTuple && type.GetGenericArguments().Length > 7) || type.IsAbstract || typeof(IEnumerable).IsAssignableFrom(type))
        {
            return null;
        }

        // Of this library's own types, those are records for this purpose that hold tensors.
        var properties = type.GetProperties(BindingFlags.Public | BindingFlags.Instance);
        if (!isTuple && TreeLeaf.IsPlain(type) && (type.Assembly != typeof(Tensor).Assembly || !Array.Exists(properties, property => property.PropertyType == typeof(Tensor))))
        {
            return null;
        }

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
