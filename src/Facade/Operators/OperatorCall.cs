using System.ComponentModel;
using System.Numerics;

namespace LibTorch;

/// <summary>One call of an operator, for generated code outside this assembly.</summary>
/// <remarks>The code may have been generated from an older schema, so each result's type is checked.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref partial struct OperatorCall
{
    private readonly Operator _operator;
    private CallFrame _frame;
    private readonly OpenBlock _block;
    private int _announced;
    private bool _invoked;
    private bool _done;

    /// <summary>Begins a call.</summary>
    /// <param name="op">The operator that <see cref="Resolve"/> found.</param>
    /// <param name="count">The number of arguments.</param>
    public OperatorCall(Operator op, int count)
    {
        ArgumentNullException.ThrowIfNull(op);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        _operator = op;
        _frame = new CallFrame(op, count);
        _block = OpenBlock.Enter();
    }

    /// <summary>Finds an operator whose arguments will be given in the order of these names.</summary>
    /// <exception cref="OperatorNotFoundException">There is no such operator; perhaps its library is not loaded.</exception>
    public static Operator Resolve(string fullName, params ReadOnlySpan<string> names)
    {
        ArgumentNullException.ThrowIfNull(fullName);
        try
        {
            return Operator.Resolve(fullName, names);
        }
        catch (OperatorNotFoundException error)
        {
            throw new OperatorNotFoundException($"{error.Message}; {nameof(Torch)}.{nameof(Torch.Ops)}.{nameof(OperatorRegistry.LoadLibrary)} loads the library that has it");
        }
    }

    /// <summary>Runs the operator.</summary>
    /// <exception cref="TorchException">libtorch's own error.</exception>
    /// <exception cref="InvalidOperationException">An argument was refused, or the operator was called already.</exception>
    public void Invoke()
    {
        RequireWhole();
        _invoked = true;
        _frame.Invoke();
        _done = true;
    }

    /// <summary>Result <paramref name="i"/>, or null if there is none and <paramref name="optional"/> is true.</summary>
    /// <exception cref="InvalidOperationException">The operator returned a value of another type.</exception>
    public readonly T Result<T>(int i, bool optional = false) => Object(i) switch
    {
        null when optional => default!,
        T value => value,
        long number when typeof(T) == typeof(DType) => (T)(object)DType.Of((int)number),
        long number when typeof(T) == typeof(QScheme) => (T)(object)(QScheme)number,
        var number when typeof(T) == typeof(Scalar) && ScalarOf(number) is { } scalar => (T)(object)scalar,
        var other => throw Mismatch(i, typeof(T), other),
    };

    /// <summary>Result <paramref name="i"/>, which is a list.</summary>
    /// <exception cref="InvalidOperationException">The operator returned a value of another type.</exception>
    public readonly T[] Results<T>(int i)
    {
        var value = Object(i);
        var items = value as object?[] ?? throw Mismatch(i, typeof(T[]), value);
        var results = new T[items.Length];
        for (var j = 0; j < items.Length; j++)
        {
            // Null elements are accepted: only the schema says whether an element may be None.
            results[j] = items[j] is T or null ? (T)items[j]! : throw Mismatch(i, typeof(T[]), value);
        }

        return results;
    }

    /// <summary>Releases the arguments and results that the call holds.</summary>
    public readonly void Dispose()
    {
        // A second Dispose, also of a copy of this struct, would release another call's memory.
        if (_block.Leave())
        {
            _frame.Dispose();
        }
    }

    private static Scalar? ScalarOf(object? number) => number switch
    {
        long value => value,
        double value => value,
        bool value => value,
        Complex value => value,
        _ => null,
    };

    private readonly object? Object(int i) => _done && _block.IsOpen && i >= 0 && i < _operator.ResultCount
        ? _frame.Object(i)
        : throw new InvalidOperationException($"{_operator} has no result {i}, or was not called, or its call is over.");

    private readonly InvalidOperationException Mismatch(int i, Type wanted, object? value) =>
        new($"Result {i} is a {value?.GetType().Name ?? "None"} where the method was generated for a {wanted.Name}; the loaded library has {_operator.Schema}");
}
