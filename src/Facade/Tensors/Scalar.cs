using System.Globalization;
using System.Numerics;
using System.Text.Json.Serialization;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>A number as Python knows it: bool, int, float or complex; <c>default</c> stands for an operator's own default.</summary>
[JsonConverter(typeof(ScalarJsonConverter))]
public readonly struct Scalar : IEquatable<Scalar>
{
    private readonly double _real;
    private readonly double _imaginary;
    private readonly long _integer;

    private Scalar(ScalarKind kind, long integer, double real, double imaginary = 0)
    {
        Kind = kind;
        _integer = integer;
        _real = real;
        _imaginary = imaginary;
    }

    /// <summary>Which type of number it is.</summary>
    public ScalarKind Kind { get; }

    /// <summary>Whether it is an int above <see cref="long.MaxValue"/>; as a long, its bits read as a negative number.</summary>
    internal bool IsLarge => _integer < 0 && _real > 0;

    /// <summary>The 64 bits of a bool or an int.</summary>
    internal long Bits => _integer;

    /// <summary>How an int is passed to libtorch.</summary>
    /// <exception cref="TorchException">It is above <see cref="long.MaxValue"/>, which libtorch accepts from 2.3 on.</exception>
    internal Tag IntTag => !IsLarge ? Tag.Int : LibraryCalls.IsAtLeast(2, 3) ? Tag.UInt : throw TooLarge();

    /// <summary>Python's error for an int that libtorch cannot hold: from 2.14 on a ValueError.</summary>
    internal static TorchException TooLarge() =>
        LibraryCalls.IsAtLeast(2, 14) ? new TorchValueException("Overflow when unpacking long long") : new TorchException("Overflow when unpacking long");

    /// <summary>A bool.</summary>
    public static implicit operator Scalar(bool value) => new(ScalarKind.Bool, value ? 1 : 0, value ? 1 : 0);

    // One conversion for each numeric type of C#: with fewer, the compiler would convert some types by way of float.

    /// <summary>An int.</summary>
    public static implicit operator Scalar(byte value) => (long)value;

    /// <summary>An int.</summary>
    public static implicit operator Scalar(sbyte value) => (long)value;

    /// <summary>An int.</summary>
    public static implicit operator Scalar(short value) => (long)value;

    /// <summary>An int.</summary>
    public static implicit operator Scalar(ushort value) => (long)value;

    /// <summary>An int.</summary>
    public static implicit operator Scalar(int value) => (long)value;

    /// <summary>An int.</summary>
    public static implicit operator Scalar(uint value) => (long)value;

    /// <summary>An int.</summary>
    public static implicit operator Scalar(long value) => new(ScalarKind.Int, value, value);

    /// <summary>An int. Where an operator takes one above <see cref="long.MaxValue"/>, libtorch before 2.3 throws, as in Python.</summary>
    public static implicit operator Scalar(ulong value) => new(ScalarKind.Int, unchecked((long)value), value);

    /// <summary>An int.</summary>
    public static implicit operator Scalar(nint value) => (long)value;

    /// <summary>An int. Where an operator takes one above <see cref="long.MaxValue"/>, libtorch before 2.3 throws, as in Python.</summary>
    public static implicit operator Scalar(nuint value) => (ulong)value;

    /// <summary>A float, from half precision.</summary>
    public static implicit operator Scalar(Half value) => (double)value;

    /// <summary>A float.</summary>
    public static implicit operator Scalar(float value) => (double)value;

    /// <summary>A float. NaN becomes Python's, whose sign bit is not set as .NET's is.</summary>
    public static implicit operator Scalar(double value) => new(ScalarKind.Float, 0, PythonNaN.Or(value));

    /// <summary>A complex number. NaN becomes Python's, whose sign bit is not set as .NET's is.</summary>
    public static implicit operator Scalar(Complex value) => new(ScalarKind.Complex, 0, PythonNaN.Or(value.Real), PythonNaN.Or(value.Imaginary));

    /// <summary>Compares kind and value.</summary>
    public static bool operator ==(Scalar left, Scalar right) => left.Equals(right);

    /// <summary>Compares kind and value.</summary>
    public static bool operator !=(Scalar left, Scalar right) => !left.Equals(right);

    /// <summary>True unless it is zero, as Python's bool().</summary>
    public bool ToBoolean() => Kind is ScalarKind.Int or ScalarKind.Bool ? _integer != 0 : _real != 0 || _imaginary != 0;

    /// <summary>The number cut to an integer, as Python's int().</summary>
    /// <exception cref="OverflowException">It is not finite, or too large.</exception>
    /// <exception cref="InvalidCastException">It is complex.</exception>
    public long ToInt64() => IsLarge ? throw new OverflowException(TooLarge().Message)
        : Kind is ScalarKind.Int or ScalarKind.Bool ? _integer : checked((long)ToDouble());

    /// <summary>The number cut to an integer that is not negative, as Python's int().</summary>
    /// <exception cref="OverflowException">It is negative, not finite, or too large.</exception>
    /// <exception cref="InvalidCastException">It is complex.</exception>
    public ulong ToUInt64() => IsLarge ? unchecked((ulong)_integer)
        : Kind is ScalarKind.Int or ScalarKind.Bool ? checked((ulong)_integer) : checked((ulong)ToDouble());

    /// <summary>The number as a double, as Python's float().</summary>
    /// <exception cref="InvalidCastException">It is complex.</exception>
    public double ToDouble() => Kind == ScalarKind.Complex
        ? throw new InvalidCastException("can't convert complex to float")
        : _real;

    /// <summary>The number as a complex one, as Python's complex().</summary>
    public Complex ToComplex() => new(_real, _imaginary);

    /// <summary>The number converted to the dtype's kind: bool, int, float or complex.</summary>
    internal Scalar As(DType dtype) => dtype switch
    {
        { IsComplex: true } => ToComplex(),
        { IsFloatingPoint: true } => ToDouble(),
        _ when dtype == DType.Bool => ToBoolean(),
        _ => ToInt64(),
    };

    /// <inheritdoc/>
    public bool Equals(Scalar other) =>
        Kind == other.Kind && _integer == other._integer && _real.Equals(other._real) && _imaginary.Equals(other._imaginary);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Scalar other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Kind, _integer, _real, _imaginary);

    /// <summary>The number's text, the same in every culture.</summary>
    public override string ToString() => Kind switch
    {
        ScalarKind.None => "",
        ScalarKind.Bool => ToBoolean() ? "True" : "False",
        ScalarKind.Int when IsLarge => ToUInt64().ToString(CultureInfo.InvariantCulture),
        ScalarKind.Int => _integer.ToString(CultureInfo.InvariantCulture),
        ScalarKind.Float => _real.ToString("R", CultureInfo.InvariantCulture),
        _ => ToComplex().ToString(CultureInfo.InvariantCulture),
    };
}
