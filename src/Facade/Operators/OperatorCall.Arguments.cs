namespace LibTorch;

/// <summary>Taking the arguments.</summary>
public ref partial struct OperatorCall
{
    /// <summary>Leaves the next argument at the schema's default.</summary>
    public void AddDefault() => _frame.AddDefault();

    /// <summary>The next argument.</summary>
    public void Add(Tensor value) => _frame.Add(value);

    /// <summary>The next argument; where there is nothing, None.</summary>
    public void AddOptional(Tensor? value) => _frame.AddOptional(value);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(Scalar value) => _frame.Add(value);

    /// <inheritdoc cref="AddOptional(Tensor?)"/>
    public void AddOptional(Scalar? value) => _frame.AddOptional(value);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(long value) => _frame.Add(value);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(double value) => _frame.Add(value);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(bool value) => _frame.Add(value);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(long? value) => _frame.Add(value);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(double? value) => _frame.Add(value);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(bool? value) => _frame.Add(value);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(string? value) => _frame.Add(value);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(DType? value) => _frame.Add(value);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(Layout? value) => _frame.Add(value);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(MemoryFormat? value) => _frame.Add(value);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(Device? value) => _frame.Add(value);

    /// <inheritdoc cref="AddOptional(Tensor?)"/>
    public void AddOptional(Generator? value) => _frame.AddOptional(value);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(ScriptObject value) => _frame.Add(value);

    /// <inheritdoc cref="AddOptional(Tensor?)"/>
    public void AddOptional(ScriptObject? value) => _frame.AddOptional(value);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(IntList value) => _frame.Add(value);

    /// <inheritdoc cref="AddOptional(Tensor?)"/>
    public void AddOptional(IntList value) => _frame.AddOptional(value);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(ReadOnlySpan<double> values) => _frame.Add(values);

    /// <inheritdoc cref="AddOptional(Tensor?)"/>
    public void AddOptional(ReadOnlySpan<double> values) => _frame.AddOptional(values);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(ReadOnlySpan<bool> values) => _frame.Add(values);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(ReadOnlySpan<Scalar> values) => _frame.Add(values);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(ReadOnlySpan<string> values) => _frame.Add(values);

    /// <inheritdoc cref="AddOptional(Tensor?)"/>
    public void AddOptional(ReadOnlySpan<string> values) => _frame.AddOptional(values);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(ReadOnlySpan<Tensor?> values) => _frame.Add(values);

    /// <inheritdoc cref="Add(Tensor)"/>
    public void Add(ReadOnlySpan<ScriptObject> values) => _frame.Add(values);
}
