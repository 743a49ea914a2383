using System.Collections;
using LibTorch.Optim;

namespace LibTorch.Tests.Optim;

/// <summary>A state as a text in which tensors are bits; and Python's function that writes the same.</summary>
internal static class StateText
{
    /// <summary>Python's <c>text(state)</c>.</summary>
    public const string Python = """
        from collections import Counter
        def text(value):
            if isinstance(value, torch.Tensor): return bits(value)
            if isinstance(value, Counter): return repr(value)
            if isinstance(value, dict): return "{" + ", ".join(text(k) + ": " + text(v) for k, v in value.items() if k not in ("_scale_fn_ref", "anneal_func")) + "}"
            if isinstance(value, list): return "[" + ", ".join(map(text, value)) + "]"
            if isinstance(value, tuple): return "(" + ", ".join(map(text, value)) + ")"
            return "None" if callable(value) else repr(value)

        """;

    public static string Of(object? value) => value switch
    {
        Tensor tensor => Parity.Bits(tensor),
        Counter counter => counter.ToString(),
        IDictionary dictionary => $"{{{string.Join(", ", PythonValue.Entries(dictionary).Select(entry => $"{Of(entry.Key)}: {Of(entry.Value)}"))}}}",
        List<object?> list => $"[{string.Join(", ", list.Select(Of))}]",
        object?[] tuple => $"({string.Join(", ", tuple.Select(Of))})",
        _ => PythonValue.Repr(value),
    };
}
