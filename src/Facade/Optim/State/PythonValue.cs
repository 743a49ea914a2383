using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace LibTorch.Optim;

/// <summary>The values that Python keeps in options and states, and their texts.</summary>
internal static class PythonValue
{
    /// <summary>The value as one of the types that <see cref="StateDictionary"/> names.</summary>
    /// <exception cref="ArgumentException">It is none that Python would have.</exception>
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

    /// <summary>Python's repr of it.</summary>
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

    /// <summary>Python's format() of it.</summary>
    public static string Format(object? value) => value switch
    {
        string text => text,
        Tensor { NDim: 0 } number => PythonText.Number(number.Item()),
        _ => Repr(value),
    };

    /// <summary>A copy that shares nothing: <c>copy.deepcopy</c>. Tensors are changed by the function.</summary>
    public static object? Copy(object? value, Func<Tensor, Tensor> tensor) => value switch
    {
        Tensor one => tensor(one),
        object?[] tuple => Array.ConvertAll(tuple, item => Copy(item, tensor)),
        Counter counter => counter,
        IDictionary dictionary => Copy(dictionary, tensor),
        List<object?> list => list.ConvertAll(item => Copy(item, tensor)),
        _ => value,
    };

    /// <summary>The entries, which a dictionary as a list shows in another form.</summary>
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
