namespace LibTorch.Optim;

/// <summary>A learning rate: a number, or a tensor of one element; <c>default</c> means the optimizer's default.</summary>
public readonly struct LearningRate
{
    private readonly Scalar _number;
    private readonly Tensor? _tensor;

    private LearningRate(Scalar number, Tensor? tensor) => (_number, _tensor) = (number, tensor);

    /// <summary>The number or tensor as it is stored in the options; null for <c>default</c>.</summary>
    internal object? Value => _tensor ?? (_number.Kind == ScalarKind.None ? null : PythonValue.Of(_number));

    /// <summary>A number.</summary>
    public static implicit operator LearningRate(double value) => new(value, null);

    /// <summary>An integer, which stays an int as in Python.</summary>
    public static implicit operator LearningRate(long value) => new(value, null);

    /// <summary>An integer, which stays an int as in Python.</summary>
    public static implicit operator LearningRate(int value) => new(value, null);

    /// <summary>A number.</summary>
    public static implicit operator LearningRate(Scalar value) => new(value, null);

    /// <summary>A tensor, whose value is read at each step.</summary>
    public static implicit operator LearningRate(Tensor value) => new(default, value);

    /// <summary>The number, or the tensor's element.</summary>
    /// <exception cref="TorchException">The tensor does not have exactly one element.</exception>
    public double ToDouble() => _tensor is null ? _number.ToDouble() : (double)_tensor;

    internal Scalar ToScalar() => _tensor?.Item() ?? _number;

    /// <summary>The learning rate as Python prints it.</summary>
    public override string ToString() => PythonValue.Format(Value);

    internal static LearningRate Of(object? value) => value switch
    {
        Tensor tensor => (LearningRate)tensor,
        long number => (LearningRate)number,
        double number => (LearningRate)number,
        bool flag => (LearningRate)(Scalar)flag,
        _ => throw new InvalidCastException($"{PythonValue.Repr(value)} is no learning rate."),
    };
}
