using System.Collections;
using System.Globalization;
using System.Runtime.CompilerServices;
using LibTorch.NN;

namespace LibTorch;

/// <summary>How Python's messages show the counterpart of a C# object.</summary>
internal static class PythonObject
{
    /// <summary>Python's text for the class of the object.</summary>
    public static string ClassText(object? value) => value switch
    {
        null => "<class 'NoneType'>",
        Parameter => "<class 'torch.nn.parameter.Parameter'>",
        Tensor => "<class 'torch.Tensor'>",
        bool => "<class 'bool'>",
        string => "<class 'str'>",
        Array when ElementType.IsNumeric(value) => "<class 'numpy.ndarray'>",
        _ when PythonNumber.Of(value) is { } number => number.ClassText,
        ITuple => "<class 'tuple'>",
        _ when ComparedDictionary.Of(value) is not null => "<class 'dict'>",
        IEnumerable => "<class 'list'>",
        _ => $"<class '{value.GetType()}'>",
    };

    /// <summary>Python's repr of the object.</summary>
    public static string Repr(object? value) => value switch
    {
        null => "None",
        bool flag => flag ? "True" : "False",
        string text => PythonText.Quoted(text),
        Tensor tensor => tensor.ToString(),
        _ when PythonNumber.Of(value) is { } number => number.ToString(),
        ITuple { Length: 1 } tuple => $"({Repr(tuple[0])},)",
        ITuple tuple => $"({string.Join(", ", Enumerable.Range(0, tuple.Length).Select(i => Repr(tuple[i])))})",
        _ when ComparedDictionary.Of(value) is { } entries => $"{{{string.Join(", ", entries.Select(entry => $"{Repr(entry.Key)}: {Repr(entry.Value)}"))}}}",
        IEnumerable list => List(list.Cast<object?>()),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

    /// <summary>Python's repr of a list.</summary>
    public static string List(IEnumerable<object?> list) => $"[{string.Join(", ", list.Select(Repr))}]";
}
