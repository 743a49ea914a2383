using System.Diagnostics.CodeAnalysis;

namespace LibTorch;

/// <summary>Adds the arguments.</summary>
public ref partial struct OperatorCall
{
    /// <summary>Leaves the next argument at the schema's default.</summary>
    public void AddDefault() => Next().AddDefault();

    /// <summary>The next argument.</summary>
    public void Add(Tensor value) => Next().Add(value);

    /// <summary>The next argument; null or an empty list becomes None.</summary>
    public void AddOptional(Tensor? value) => Next().AddOptional(value);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(Scalar value) => Next().Add(value);

    /// <inheritdoc cref="AddOptional(Tensor?)"/>
    public void AddOptional(Scalar? value) => _frame.AddOptional(value);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(long value) => Next().Add(value);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(double value) => Next().Add(value);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(bool value) => Next().Add(value);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(long? value) => Next().Add(value);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(double? value) => Next().Add(value);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(bool? value) => Next().Add(value);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(string? value) => Next().Add(value);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(DType? value) => Next().Add(value);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(Layout? value) => Next().Add(value);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(MemoryFormat? value) => Next().Add(value);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(Device? value) => Next().Add(value);

    /// <inheritdoc cref="AddOptional(Tensor?)"/>
    public void AddOptional(Generator? value) => Next().AddOptional(value);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(ScriptObject value) => Next().Add(value);

    /// <inheritdoc cref="AddOptional(Tensor?)"/>
    public void AddOptional(ScriptObject? value) => Next().AddOptional(value);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(IntList value) => Next().Add(value);

    /// <inheritdoc cref="AddOptional(Tensor?)"/>
    public void AddOptional(IntList value) => Next().AddOptional(value);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(ReadOnlySpan<double> values) => Next().Add(values);

    /// <inheritdoc cref="AddOptional(Tensor?)"/>
    public void AddOptional(ReadOnlySpan<double> values) => Next().AddOptional(values);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(ReadOnlySpan<bool> values) => Next().Add(values);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(ReadOnlySpan<Scalar> values) => Next().Add(values);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(ReadOnlySpan<string> values) => Next().Add(values);

    /// <inheritdoc cref="AddOptional(Tensor?)"/>
    public void AddOptional(ReadOnlySpan<string> values) => Next().AddOptional(values);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(ReadOnlySpan<Tensor?> values) => Next().Add(values);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(ReadOnlySpan<ScriptObject> values) => Next().Add(values);

    // The argument is counted before it is converted: if the conversion throws, the counts differ, and RequireWhole fails.
    [UnscopedRef]
    private ref CallFrame Next()
    {
        RequireWhole();
        _announced++;
        return ref _frame;
    }

    /// <exception cref="ObjectDisposedException">The call was disposed of.</exception>
    /// <exception cref="InvalidOperationException">An earlier argument was refused, or the operator was called already.</exception>
    private readonly void RequireWhole()
    {
        ObjectDisposedException.ThrowIf(!_block.IsOpen, typeof(OperatorCall));
        if (_invoked || _frame.Count != _announced)
        {
            throw new InvalidOperationException($"{_operator.FullName}: {(_invoked ? "it was called already" : "an argument before was refused")}; begin a new call.");
        }
    }
}
