using System.Globalization;
using LibTorch.Interop;

namespace LibTorch.Tests;

/// <summary>Compares what C# gives with what Python gives, bit for bit and word for word.</summary>
internal static class Parity
{
    /// <summary>The result has Python's dtype, shape and bytes.</summary>
    public static void Same(PythonSession python, string expression, Tensor actual, string setup = "") =>
        Assert.Equal(python.Eval($"bits({expression})", setup), Bits(actual));

    /// <summary>The results have Python's dtypes, shapes and bytes.</summary>
    public static void Same(PythonSession python, string expression, IEnumerable<Tensor> actual, string setup = "") =>
        Assert.Equal(python.Eval($"bits({expression})", setup), "(" + string.Join("; ", actual.Select(Bits)) + ")");

    /// <summary>The text is what Python's repr says.</summary>
    public static void SameText(PythonSession python, string expression, object actual, string setup = "") =>
        Assert.Equal(python.Eval($"repr({expression})", setup), actual.ToString());

    /// <summary>The action fails as Python does: same kind, same message.</summary>
    public static TorchException SameError(PythonSession python, string expression, Action action, string setup = "")
    {
        var (kinds, message) = python.Error(expression, setup);
        var error = Assert.ThrowsAny<TorchException>(action);
        Assert.Equal(message, error.Message);
        Assert.Equal(Counterpart(kinds), error.GetType());
        return error;
    }

    /// <summary>Both give the same text, or fail with the same message.</summary>
    public static void SameAnswer(PythonSession python, string expression, Func<object?> actual, string setup = "")
    {
        var (expected, answer) = Answers(python, expression, actual, setup);
        Assert.Equal(expected, answer);
    }

    /// <summary>The text that each gives, or the message that it fails with.</summary>
    public static (string Python, string CSharp) Answers(PythonSession python, string expression, Func<object?> actual, string setup = "")
    {
        const string Ask = """
            def answer(ask):
                try: return str(ask())
                except Exception as error: return str(error)

            """;
        string answer;
        try
        {
            answer = FormattableString.Invariant($"{actual()}");
        }
        catch (TorchException error)
        {
            answer = error.Message;
        }

        return (python.Eval($"answer(lambda: {expression})", Ask + setup), answer);
    }

    /// <summary>Names as Python prints a list of them.</summary>
    public static string Listed(IEnumerable<string> names) => $"[{string.Join(", ", names.Select(name => $"'{name}'"))}]";

    /// <summary>Dtype, shape and raw bytes, as session.py writes them.</summary>
    public static string Bits(Tensor tensor)
    {
        var shape = string.Join(", ", tensor.Shape.Select(extent => extent.ToString(CultureInfo.InvariantCulture)));
        return $"{tensor.DType} [{shape}] {Convert.ToHexStringLower(Bytes(tensor))}";
    }

    private static byte[] Bytes(Tensor tensor)
    {
        using var plain = tensor.Plain(tensor.DType);
        return TensorCalls.Elements<byte>(plain).ToArray();
    }

    /// <summary>The exception that stands for a Python class, given with its bases.</summary>
    public static Type Counterpart(string[] kinds)
    {
        foreach (var kind in kinds)
        {
            var type = kind switch
            {
                "GradcheckError" => typeof(GradcheckException),
                "IndexError" => typeof(TorchIndexException),
                "TypeError" => typeof(TorchTypeException),
                "ValueError" => typeof(TorchValueException),
                "NotImplementedError" => typeof(TorchNotImplementedException),
                "OutOfMemoryError" => typeof(TorchOutOfMemoryException),
                "LinAlgError" or "_LinAlgError" => typeof(TorchLinAlgException),
                "RuntimeError" or "AssertionError" => typeof(TorchException),
                "ZeroDivisionError" => typeof(DivideByZeroException),
                _ => null,
            };
            if (type is not null)
            {
                return type;
            }
        }

        throw new InvalidOperationException($"{kinds[0]} has no counterpart in C#.");
    }
}
