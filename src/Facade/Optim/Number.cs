namespace LibTorch.Optim;

/// <summary>A number in Python's formulas: an int, a float, or a tensor, whose operations round to the tensor's dtype.</summary>
internal readonly struct Number
{
    // Numbers convert implicitly to Tensor too, so expressions that would fit both conversions need an explicit cast to Number.
    private readonly Scalar _number;
    private readonly Tensor? _tensor;

    private Number(Scalar number, Tensor? tensor) => (_number, _tensor) = (number, tensor);

    /// <summary>The value as an argument for libtorch's operators.</summary>
    public Scalar Value => _tensor is null ? _number : _tensor.Item();

    /// <summary>The value as it is stored in optimizer and scheduler states.</summary>
    public object? Kept => _tensor ?? PythonValue.Of(_number);

    private bool IsInteger => _tensor is null && _number.Kind == ScalarKind.Int;

    public static implicit operator Number(double value) => new(value, null);

    public static implicit operator Number(long value) => new(value, null);

    public static implicit operator Number(Tensor value) => new(default, value);

    public static Number operator -(Number one) => one._tensor is { } tensor ? (Number)(-tensor) : one.IsInteger ? (Number)(-one._number.ToInt64()) : (Number)(-one._number.ToDouble());

    public static Number operator +(Number left, Number right) =>
        left.IsInteger && right.IsInteger ? (Number)(left._number.ToInt64() + right._number.ToInt64()) : Apply(left, right, (a, b) => a + b, (a, b) => a + b, (a, b) => a + b, (a, b) => a + b);

    public static Number operator -(Number left, Number right) =>
        left.IsInteger && right.IsInteger ? (Number)(left._number.ToInt64() - right._number.ToInt64()) : Apply(left, right, (a, b) => a - b, (a, b) => a - b, (a, b) => a - b, (a, b) => a - b);

    public static Number operator *(Number left, Number right) =>
        left.IsInteger && right.IsInteger ? (Number)(left._number.ToInt64() * right._number.ToInt64()) : Apply(left, right, (a, b) => a * b, (a, b) => a * b, (a, b) => a * b, (a, b) => a * b);

    public static Number operator /(Number left, Number right) => Apply(left, right, (a, b) => a / b, (a, b) => a / b, (a, b) => a / b, (a, b) => a / b);

    public static bool operator <(Number left, Number right) => right > left;

    public static bool operator <=(Number left, Number right) => right >= left;

    public static bool operator >(Number left, Number right) => left._tensor is null && right._tensor is null
        ? left._number.ToDouble() > right._number.ToDouble()
        : (bool)(left._tensor is null ? right._tensor!.Lt(left._number) : right._tensor is null ? left._tensor.Gt(right._number) : left._tensor.Gt(right._tensor));

    public static bool operator >=(Number left, Number right) => left._tensor is null && right._tensor is null
        ? left._number.ToDouble() >= right._number.ToDouble()
        : (bool)(left._tensor is null ? right._tensor!.Le(left._number) : right._tensor is null ? left._tensor.Ge(right._number) : left._tensor.Ge(right._tensor));

    /// <summary>Python's max; the first one if both are equal.</summary>
    public static Number Max(Number first, Number second) => second > first ? second : first;

    /// <summary>Python's min; the first one if both are equal.</summary>
    public static Number Min(Number first, Number second) => second < first ? second : first;

    /// <summary>Python's abs.</summary>
    public static Number Abs(Number one) => one._tensor is { } tensor ? (Number)tensor.Abs() : one.IsInteger ? (Number)Math.Abs(one._number.ToInt64()) : (Number)Math.Abs(one._number.ToDouble());

    /// <summary>The number stored in an option or state.</summary>
    public static Number Of(object? value) => value switch
    {
        Tensor { NDim: 0 } tensor => (Number)tensor,
        Tensor tensor => (Number)tensor.Squeeze(),
        _ => new Number(LearningRate.Of(value).ToScalar(), null),
    };

    /// <summary>The group's learning rate.</summary>
    public static Number Rate(ParamGroup group) => Of(group["lr"]);

    /// <summary>Python's <c>** 2</c>.</summary>
    public Number Squared() => _tensor is { } tensor ? (Number)tensor.Pow(2) : this * this;

    /// <summary>The square root.</summary>
    public Number Sqrt() => _tensor is { } tensor ? (Number)tensor.Sqrt() : (Number)Math.Sqrt(_number.ToDouble());

    /// <summary>The tensor times this number.</summary>
    public Tensor Times(Tensor tensor) => _tensor is null ? tensor * _number : tensor * _tensor;

    /// <summary>This number divided by a tensor.</summary>
    public Tensor Over(Tensor divisor) => _tensor is null ? _number / divisor : _tensor / divisor;

    private static Number Apply(
        Number left, Number right, Func<double, double, double> numbers, Func<Tensor, Scalar, Tensor> withNumber, Func<Scalar, Tensor, Tensor> ofNumber, Func<Tensor, Tensor, Tensor> tensors) =>
        (left._tensor, right._tensor) switch
        {
            (null, null) => (Number)numbers(left._number.ToDouble(), right._number.ToDouble()),
            (null, { } tensor) => (Number)ofNumber(left._number, tensor),
            ({ } tensor, null) => (Number)withNumber(tensor, right._number),
            ({ } one, { } other) => (Number)tensors(one, other),
        };
}
