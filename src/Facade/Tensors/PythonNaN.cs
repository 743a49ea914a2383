using System.Numerics;

namespace LibTorch;

/// <summary>The NaN of Python, float("nan"). .NET's own has its sign bit set, as x86 makes it, which signbit and copysign would show.</summary>
internal static class PythonNaN
{
    private static readonly double Value = BitConverter.UInt64BitsToDouble(0x7FF8_0000_0000_0000);

    /// <summary>The number, or Python's NaN for any NaN.</summary>
    public static double Or(double number) => double.IsNaN(number) ? Value : number;

    /// <summary>A number of any type, or Python's NaN for any NaN of that type.</summary>
    public static T OrSame<T>(T number)
        where T : unmanaged => number switch
    {
        double real => (T)(object)Or(real),
        float real when float.IsNaN(real) => (T)(object)BitConverter.UInt32BitsToSingle(0x7FC0_0000),
        Half real when Half.IsNaN(real) => (T)(object)BitConverter.UInt16BitsToHalf(0x7E00),
        Complex complex => (T)(object)new Complex(Or(complex.Real), Or(complex.Imaginary)),
        _ => number,
    };
}
