using System.Globalization;
using System.Numerics;

namespace LibTorch;

/// <summary>A number with Python's arithmetic: an exact int or bool, a float, or a complex number.</summary>
internal readonly record struct PythonNumber(ScalarKind Kind, Int128 Integer, Complex Value)
{
    /// <summary>Python's text for the number's class.</summary>
    public string ClassText => Kind switch
    {
        ScalarKind.Bool => "<class 'bool'>",
        ScalarKind.Int => "<class 'int'>",
        ScalarKind.Float => "<class 'float'>",
        _ => "<class 'complex'>",
    };

    /// <summary>The dtype whose tolerances apply to the number.</summary>
    public DType DType => Kind switch
    {
        ScalarKind.Float => DType.Float64,
        ScalarKind.Complex => DType.Complex128,
        _ => DType.Int64,
    };

    /// <summary>Whether the real or the imaginary part is NaN.</summary>
    public bool IsNaN => double.IsNaN(Value.Real) || double.IsNaN(Value.Imaginary);

    /// <summary>Whether the number is an int or bool, and so exact.</summary>
    private bool IsInteger => Kind is ScalarKind.Int or ScalarKind.Bool;

    /// <summary>The number of a C# object; null if the object is not a number. A bool does not count as one.</summary>
    public static PythonNumber? Of(object? value) => value switch
    {
        byte or sbyte or short or ushort or int or uint or long => OfInteger(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        ulong number => OfInteger(number),
        nint number => OfInteger(number),
        nuint number => OfInteger(number),
        double number => OfFloat(number),
        float number => OfFloat(number),
        Half number => OfFloat((double)number),
        Complex number => new(ScalarKind.Complex, 0, number),
        Scalar number => Of(number),
        _ => null,
    };

    /// <summary>The number of a scalar, such as a tensor's element.</summary>
    public static PythonNumber? Of(Scalar number) => number.Kind switch
    {
        ScalarKind.Bool => OfInteger(number.ToInt64()) with { Kind = ScalarKind.Bool },
        ScalarKind.Int => OfInteger(number.IsLarge ? number.ToUInt64() : number.ToInt64()),
        ScalarKind.Float => OfFloat(number.ToDouble()),
        ScalarKind.Complex => new(ScalarKind.Complex, 0, number.ToComplex()),
        _ => null,
    };

    /// <summary>Python's <c>==</c>.</summary>
    public bool IsEqual(PythonNumber other) => (IsInteger, other.IsInteger) switch
    {
        (true, true) => Integer == other.Integer,
        (false, false) => Value == other.Value,
        (true, false) => other.IsEqual(this),
        _ => Value == other.Value && (Int128)Value.Real == other.Integer,
    };

    /// <summary>Python's <c>abs(self - other)</c>.</summary>
    public PythonNumber DistanceTo(PythonNumber other) => IsInteger && other.IsInteger
        ? OfInteger(Int128.Abs(Integer - other.Integer))
        : (this with { Value = Value - other.Value, Kind = (ScalarKind)Math.Max((int)Kind, (int)other.Kind) }).Magnitude;

    /// <summary>Python's <c>abs(self)</c>.</summary>
    public PythonNumber Magnitude => Kind switch
    {
        ScalarKind.Complex => OfFloat(double.Hypot(Value.Real, Value.Imaginary)),
        ScalarKind.Float => OfFloat(Math.Abs(Value.Real)),
        _ => OfInteger(Int128.Abs(Integer)),
    };

    /// <summary>The number as Python prints it.</summary>
    public override string ToString() => Kind switch
    {
        ScalarKind.Bool => Integer != 0 ? "True" : "False",
        ScalarKind.Int => Integer.ToString(CultureInfo.InvariantCulture),
        ScalarKind.Float => PythonText.Float(Value.Real),
        _ => ComplexText(Value),
    };

    private static PythonNumber OfInteger(Int128 number) => new(ScalarKind.Int, number, (double)number);

    private static PythonNumber OfFloat(double number) => new(ScalarKind.Float, 0, number);

    // "(1+2j)", or "2j" if the real part is a positive zero.
    private static string ComplexText(Complex value)
    {
        var imaginary = Part(value.Imaginary) + "j";
        return value.Real == 0 && !double.IsNegative(value.Real) ? imaginary
            : $"({Part(value.Real)}{(imaginary.StartsWith('-') ? "" : "+")}{imaginary})";
    }

    private static string Part(double value)
    {
        var text = PythonText.Float(value);
        return text.EndsWith(".0", StringComparison.Ordinal) ? text[..^2] : text;
    }
}
