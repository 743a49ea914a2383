using System.Numerics;
using System.Runtime.CompilerServices;
using LibTorch.Interop;

namespace LibTorch;

/// <content>Conversions from numbers, for assignments such as <c>x[0] = 5</c>: C# allows these only where a number converts to
/// Tensor.</content>
public partial class Tensor
{
    // The numbers behind such Tensor objects. These have no native tensor, so only an indexer's setter can use them.
    private static readonly ConditionalWeakTable<Tensor, object> Numbers = [];

    /// <summary>A number to assign: <c>x[0] = 5</c>. Any other use throws <see cref="TorchTypeException"/>, as in Python.</summary>
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

    // Where overloads take an optional number or a tensor, these conversions make the compiler prefer the number.

    /// <summary>An int to assign, or null.</summary>
    public static implicit operator Tensor?(long? number) => number is { } given ? (Scalar)given : null;

    /// <summary>A float to assign, or null.</summary>
    public static implicit operator Tensor?(double? number) => number is { } given ? (Scalar)given : null;

    // A hook written as a lambda such as "_ => calls++" returns a number; it is not meant as a replacement tensor.
    private bool IsNumber => !_handle.IsOpen && Numbers.TryGetValue(this, out _);

    private static TensorHandle? Assigned(Scalar number, DType dtype) => number.Kind switch
    {
        // In an assignment, Python itself converts the int. It accepts one above long.MaxValue only for uint64, and only since 2.14.
        ScalarKind.Int when number.IsLarge && (dtype != LibTorch.DType.UInt64 || !LibraryCalls.IsAtLeast(2, 14)) => throw Scalar.TooLarge(),
        ScalarKind.Bool => TensorCalls.Number(new Value { Tag = Tag.Bool, Integer = number.ToInt64() }),
        ScalarKind.Int => TensorCalls.Number(new Value { Tag = number.IntTag, Integer = number.Bits }),
        ScalarKind.Float => TensorCalls.Number(new Value { Tag = Tag.Double, Real = number.ToDouble() }),
        ScalarKind.Complex => TensorCalls.Number(number.ToComplex()),
        _ => throw new ArgumentException("The scalar has no number."),
    };

    // The exception for using a Tensor object without a native tensor: it stands for a number, or was disposed.
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
