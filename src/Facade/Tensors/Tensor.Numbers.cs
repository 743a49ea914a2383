using System.Numerics;
using LibTorch.Interop;

namespace LibTorch;

/// <content>A number where a tensor is wanted: <c>x[0] = 5</c>. It stays a number for whatever promotes dtypes.</content>
public sealed partial class Tensor
{
    /// <summary>A number in a tensor's place, as an operator takes it in Python.</summary>
    /// <exception cref="ArgumentException">It is no number.</exception>
    public static implicit operator Tensor(Scalar number) => number.Kind switch
    {
        ScalarKind.Bool => Number(new Value { Tag = Tag.Bool, Integer = number.ToInt64() }),
        ScalarKind.Int => Number(new Value { Tag = Tag.Int, Integer = number.ToInt64() }),
        ScalarKind.Float => Number(new Value { Tag = Tag.Double, Real = number.ToDouble() }),
        ScalarKind.Complex => Own(TensorCalls.Number(number.ToComplex()))!,
        _ => throw new ArgumentException("The scalar has no number.", nameof(number)),
    };

    /// <summary>A bool in a tensor's place.</summary>
    public static implicit operator Tensor(bool number) => (Scalar)number;

    /// <summary>An int in a tensor's place.</summary>
    public static implicit operator Tensor(int number) => (Scalar)number;

    /// <summary>An int in a tensor's place.</summary>
    public static implicit operator Tensor(uint number) => (Scalar)(long)number;

    /// <summary>An int in a tensor's place.</summary>
    public static implicit operator Tensor(long number) => (Scalar)number;

    /// <summary>An int in a tensor's place.</summary>
    /// <exception cref="OverflowException">It does not fit int64.</exception>
    public static implicit operator Tensor(ulong number) => (Scalar)checked((long)number);

    /// <summary>A float in a tensor's place, from half precision.</summary>
    public static implicit operator Tensor(Half number) => (Scalar)number;

    /// <summary>A float in a tensor's place.</summary>
    public static implicit operator Tensor(float number) => (Scalar)number;

    /// <summary>A float in a tensor's place.</summary>
    public static implicit operator Tensor(double number) => (Scalar)number;

    /// <summary>A complex number in a tensor's place.</summary>
    public static implicit operator Tensor(Complex number) => (Scalar)number;

    // Where a method takes an optional number or a tensor, these let the compiler see that the number is the closer one.

    /// <summary>An int in a tensor's place, or no tensor.</summary>
    public static implicit operator Tensor?(long? number) => number is { } given ? given : null;

    /// <summary>A float in a tensor's place, or no tensor.</summary>
    public static implicit operator Tensor?(double? number) => number is { } given ? given : null;

    private static Tensor Number(in Value number) => Own(TensorCalls.Number(number))!;
}
