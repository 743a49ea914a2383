using System.Collections;
using System.Globalization;
using LibTorch.NN;
using LibTorch.Optim;
using static System.FormattableString;

namespace LibTorch.Files;

/// <summary>Converts values of files to the types that a program asks for.</summary>
internal static class LoadedValue
{
    /// <summary>The value of a file, if it is a <typeparamref name="T"/> or converts to one without loss.</summary>
    /// <exception cref="TorchFileException">The value has another type.</exception>
    public static T As<T>(object? value) =>
        TryAs<T>(value, out var converted) ? converted : throw new TorchFileException($"The file has {Kind(value)}, where {TypeText.Of(typeof(T), withArticle: true)} was expected.");

    /// <summary>Whether the value is a <typeparamref name="T"/>, or converts to one without loss.</summary>
    public static bool TryAs<T>(object? value, out T converted)
    {
        var made = value is null or T ? value
            : typeof(T) == typeof(StateDict) ? ToStateDict(value as IDictionary)
            : typeof(T) == typeof(StateDictionary) ? ToDictionary(value)
            : typeof(T).IsPrimitive && value is IConvertible number ? Number(number, typeof(T))
            : null;
        converted = made is T result ? result : default!;
        return made is T || (value is null && default(T) is null);
    }

    /// <summary>The kind of value, for error messages.</summary>
    public static string Kind(object? value) => value switch
    {
        null => "None",
        List<object?> => "a list",
        object?[] => "a tuple",
        StateDict => "a state dict",
        IDictionary => "a dictionary",
        bool or long or double or System.Numerics.BigInteger or System.Numerics.Complex => Invariant($"the {TypeText.Of(value.GetType())} {value}"),
        string => "a string",
        _ => $"a {value.GetType().Name}",
    };

    private static StateDict? ToStateDict(IDictionary? dictionary)
    {
        if (dictionary is null || !dictionary.Keys.Cast<object>().All(key => key is string && dictionary[key] is Tensor))
        {
            return null;
        }

        var state = new StateDict();
        foreach (var (key, value) in DictionaryEntries.Of(dictionary))
        {
            state[(string)key] = (Tensor)value!;
        }

        if ((dictionary as OrderedDict)?.Attributes.GetValueOrDefault("_metadata") is IDictionary metadata)
        {
            foreach (var module in DictionaryEntries.Of(metadata))
            {
                if (module is (string name, IDictionary facts) && facts["version"] is long version)
                {
                    state.Versions[name] = (int)version;
                }
            }
        }

        return state;
    }

    private static StateDictionary? ToDictionary(object? value) => value switch
    {
        StateDict state => new(state.Select(entry => new KeyValuePair<string, object?>(entry.Key, entry.Value))),
        OrderedDict dictionary when dictionary.Keys.All(key => key is string) => new(dictionary.Select(entry => new KeyValuePair<string, object?>((string)entry.Key, entry.Value))),
        _ => null,
    };

    // Integers convert to any number type, and doubles to float. A value that does not fit is not converted.
    private static object? Number(IConvertible number, Type type)
    {
        try
        {
            return (number, Type.GetTypeCode(type)) switch
            {
                (long, not (TypeCode.Boolean or TypeCode.Char)) or (double, TypeCode.Single) => Convert.ChangeType(number, type, CultureInfo.InvariantCulture),
                _ => null,
            };
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}
