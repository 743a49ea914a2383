using LibTorch.Interop;

namespace LibTorch;

/// <summary>One operator of libtorch's registry, callable with arguments of any type; <c>torch.ops.aten.add.Tensor</c> in Python.</summary>
public sealed class Operator
{
    private Operator(string fullName, nint pointer)
    {
        FullName = fullName;
        Pointer = pointer;
        (Schema, ResultCount, Entry) = OperatorCalls.Describe(pointer);
    }

    /// <summary>The name with the namespace and, after a dot, the overload, if it has one: <c>aten::add.Tensor</c>.</summary>
    public string FullName { get; }

    /// <summary>The schema that the running libtorch has for it.</summary>
    public string Schema { get; }

    internal nint Pointer { get; }

    internal OperatorEntry Entry { get; }

    internal int ResultCount { get; }

    /// <summary>Whether it changes one of its arguments.</summary>
    internal bool Writes => Schema.Contains("!)", StringComparison.Ordinal);

    /// <summary>
    /// Calls the operator with the arguments in the schema's order; trailing arguments may be omitted and have their defaults.
    /// </summary>
    /// <returns>The results, one object for each: <see cref="Tensor"/>, long, double, bool, string or an array of these.</returns>
    /// <exception cref="ArgumentException">The arguments do not fit the schema, which the message shows.</exception>
    /// <exception cref="TorchException">libtorch's own error.</exception>
    public object?[] Invoke(params ReadOnlySpan<object?> arguments)
    {
        using var call = new CallFrame(this, arguments.Length);
        try
        {
            foreach (var argument in arguments)
            {
                call.AddObject(argument);
            }

            call.Invoke();
        }
        catch (ArgumentException error)
        {
            throw new ArgumentException($"{error.Message}\nThe schema is {Schema}", nameof(arguments), error);
        }

        var results = new object?[ResultCount];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = call.Object(i);
        }

        return results;
    }

    /// <summary>Calls an operator whose first result is a tensor, and returns that result.</summary>
    /// <inheritdoc cref="Invoke" path="/exception"/>
    internal Tensor InvokeTensor(params ReadOnlySpan<object?> arguments) => (Tensor)Invoke(arguments)[0]!;

    /// <summary>The schema.</summary>
    public override string ToString() => Schema;

    /// <summary>As <see cref="Resolve"/>, for an operator that older libtorch versions lack.</summary>
    /// <exception cref="OperatorNotFoundException">This libtorch has no such operator; the message says which one does.</exception>
    internal static Operator ResolveSince(string version, string fullName, params ReadOnlySpan<string> names)
    {
        try
        {
            return Resolve(fullName, names);
        }
        catch (OperatorNotFoundException error)
        {
            throw new OperatorNotFoundException($"{error.Message}; libtorch {version} has it");
        }
    }

    /// <summary>
    /// Resolves an operator. Callers give its arguments in the order of <paramref name="names"/>, or in the schema's order without names.
    /// </summary>
    /// <exception cref="OperatorNotFoundException">This libtorch has no such operator.</exception>
    internal static Operator Resolve(string fullName, params ReadOnlySpan<string> names) =>
        new(fullName, OperatorCalls.Resolve(fullName, names));
}
