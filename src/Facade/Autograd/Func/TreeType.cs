using System.Collections;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace LibTorch;

/// <summary>
/// Takes a tuple or record apart and builds it again, by reflection. For a type that is named as a type argument, the
/// annotations make the trimmer keep its constructor and properties. A type that lost them to the trimmer is not a known
/// structure, and using it as one throws.
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

    /// <summary>Registers a type. Its annotation makes the trimmer keep the members that taking it apart needs.</summary>
    public static void Learn<[DynamicallyAccessedMembers(TreeMembers.Kept)] T>()
    {
        if (!_known.ContainsKey(typeof(T)))
        {
            _known[typeof(T)] = Read(typeof(T));
        }
    }

    /// <summary>How to take the object apart; null if it is neither a tuple nor a record.</summary>
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
        // ValueTuple and Tuple nest their elements from the eighth on in another tuple; such tuples are not supported.
        var isTuple = typeof(ITuple).IsAssignableFrom(type);
        if ((isTuple && type.GetGenericArguments().Length > 7) || type.IsAbstract || typeof(IEnumerable).IsAssignableFrom(type))
        {
            return null;
        }

        // Types that hold no tensors are not taken apart. Of this library's own types, those with a property of type Tensor are.
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
