using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace LibTorch.Optim;

/// <summary>The types of values that Python stores in options and states, and how Python prints them.</summary>
internal static class PythonValue
{
    /// <summary>Converts a value to one of the types that <see cref="StateDictionary"/> lists.</summary>
    /// <exception cref="ArgumentException">The value has no counterpart in Python's options and states.</exception>
    public static object? Of(object? value) => value switch
    {
        null or bool or long or double or string or Tensor or Delegate => value,
        Scalar { Kind: ScalarKind.Bool } number => number.ToBoolean(),
        Scalar { Kind: ScalarKind.Int } number => number.ToInt64(),
        Scalar number => number.ToDouble(),
        LearningRate rate => rate.Value,
        int or short or byte or sbyte or ushort or uint => Convert.ToInt64(value, CultureInfo.InvariantCulture),
        float number => (double)number,
        ITuple tuple => Enumerable.Range(0, tuple.Length).Select(i => Of(tuple[i])).ToArray(),
        object?[] tuple => Array.ConvertAll(tuple, Of),
        IDictionary dictionary => dictionary,
        IEnumerable list => list.Cast<object?>().Select(Of).ToList(),
        _ => throw new ArgumentException($"A {value.GetType()} is no value of an option or state.", nameof(value)),
    };

    /// <summary>Python's repr of the value.</summary>
    public static string Repr(object? value) => value switch
    {
        null => "None",
        bool flag => flag ? "True" : "False",
        long number => PythonText.Integer(number),
        double number => PythonText.Float(number),
        string text => PythonText.Quoted(text),
        object?[] { Length: 1 } tuple => $"({Repr(tuple[0])},)",
        object?[] tuple => $"({string.Join(", ", tuple.Select(Repr))})",
        Counter counter => counter.ToString(),
        IDictionary dictionary => $"{{{string.Join(", ", Entries(dictionary).Select(entry => $"{Repr(entry.Key)}: {Repr(entry.Value)}"))}}}",
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Repr))}]",
        _ => value.ToString()!,
    };

    /// <summary>Python's format() of the value.</summary>
    public static string Format(object? value) => value switch
    {
        string text => text,
        Tensor { NDim: 0 } number => PythonText.Number(number.Item()),
        _ => Repr(value),
    };

    /// <summary>A deep copy; <c>copy.deepcopy</c>. Tensors are copied by the given function.</summary>
    public static object? Copy(object? value, Func<Tensor, Tensor> tensor) => value switch
    {
        Tensor one => tensor(one),
        object?[] tuple => Array.ConvertAll(tuple, item => Copy(item, tensor)),
        Counter counter => counter,
        IDictionary dictionary => Copy(dictionary, tensor),
        List<object?> list => list.ConvertAll(item => Copy(item, tensor)),
        _ => value,
    };

    /// <summary>The entries as DictionaryEntry. Casting the dictionary to a generic sequence may give another type of entry.</summary>
    public static IEnumerable<DictionaryEntry> Entries(IDictionary dictionary)
    {
        foreach (DictionaryEntry entry in dictionary)
        {
            yield return entry;
        }
    }

    private static IDictionary Copy(IDictionary dictionary, Func<Tensor, Tensor> tensor)
    {
        IDictionary copy = dictionary is StateDictionary ? new StateDictionary() : new OrderedDictionary<object, object?>();
        foreach (DictionaryEntry entry in dictionary)
        {
            copy.Add(entry.Key, Copy(entry.Value, tensor));
        }

        return copy;
    }
}
