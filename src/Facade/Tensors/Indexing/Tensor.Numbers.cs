using System.Numerics;
using System.Runtime.CompilerServices;
using LibTorch.Interop;

namespace LibTorch;

/// <content>Numbers as what is assigned: <c>x[0] = 5</c>. C# allows that only where a number can become a tensor.</content>
public partial class Tensor
{
    // What such a number is; it has no tensor behind it, so that only an assignment knows what to do with it.
    private static readonly ConditionalWeakTable<Tensor, object> Numbers = [];

    /// <summary>A number to assign: <c>x[0] = 5</c>. Whatever else takes it throws <see cref="TorchTypeException"/>, as Python does.</summary>
    public static implicit operator Tensor(Scalar number)
    {
        var tensor = new Tensor(TensorHandle.None);
        Numbers.Add(tensor, number);
        return tensor;
    }

    /// <summary>A bool to assign.</summary>
    public static implicit operator Tensor(bool number) => (Scalar)number;

    /// <summary>An int to assign.</summary>
    public static implicit operator Tensor(int number) => (Scalar)number;

    /// <summary>An int to assign.</summary>
    public static implicit operator Tensor(uint number) => (Scalar)number;

    /// <summary>An int to assign.</summary>
    public static implicit operator Tensor(long number) => (Scalar)number;

    /// <summary>An int to assign.</summary>
    public static implicit operator Tensor(ulong number) => (Scalar)number;

    /// <summary>A float to assign.</summary>
    public static implicit operator Tensor(Half number) => (Scalar)number;

    /// <summary>A float to assign.</summary>
    public static implicit operator Tensor(float number) => (Scalar)number;

    /// <summary>A float to assign.</summary>
    public static implicit operator Tensor(double number) => (Scalar)number;

    /// <summary>A complex number to assign.</summary>
    public static implicit operator Tensor(Complex number) => (Scalar)number;

    // Where a method takes an optional number or a tensor, these let the compiler see that the number is the closer one.

    /// <summary>An int to assign, or null.</summary>
    public static implicit operator Tensor?(long? number) => number is { } given ? (Scalar)given : null;

    /// <summary>A float to assign, or null.</summary>
    public static implicit operator Tensor?(double? number) => number is { } given ? (Scalar)given : null;

    // A lambda such as "_ => calls++" has a number as its value, which nobody means to be a tensor.
    private bool IsNumber => !_handle.IsOpen && Numbers.TryGetValue(this, out _);

    private static TensorHandle? Assigned(Scalar number, DType dtype) => number.Kind switch
    {
        // In an assignment Python itself converts the int. It takes a large one for uint64 only, and only since 2.14.
        ScalarKind.Int when number.IsLarge && (dtype != LibTorch.DType.UInt64 || !LibraryCalls.IsAtLeast(2, 14)) => throw Scalar.TooLarge(),
        ScalarKind.Bool => TensorCalls.Number(new Value { Tag = Tag.Bool, Integer = number.ToInt64() }),
        ScalarKind.Int => TensorCalls.Number(new Value { Tag = number.IntTag, Integer = number.Bits }),
        ScalarKind.Float => TensorCalls.Number(new Value { Tag = Tag.Double, Real = number.ToDouble() }),
        ScalarKind.Complex => TensorCalls.Number(number.ToComplex()),
        _ => throw new ArgumentException("The scalar has no number."),
    };

    // Why there is nothing behind this tensor.
    private Exception Absence() => Numbers.TryGetValue(this, out var number)
        ? new TorchTypeException($"a number can be assigned, as in x[0] = 5, but elsewhere the argument must be Tensor, not {PythonType((Scalar)number)}")
        : new ObjectDisposedException(GetType().FullName);

    private static string PythonType(Scalar number) => number.Kind switch
    {
        ScalarKind.Bool => "bool",
        ScalarKind.Int => "int",
        ScalarKind.Float => "float",
        _ => "complex",
    };
}
