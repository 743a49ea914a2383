using System.Numerics;
using System.Reflection;

namespace LibTorch.Tests.OpInfo;

/// <summary>Turns recorded arguments into what the typed methods take. Called by the code that TypedCall writes.</summary>
internal static class Conversions
{
    private static readonly Dictionary<Type, MethodInfo> Table = typeof(Conversions)
        .GetMethods(BindingFlags.Public | BindingFlags.Static)
        .Where(method => method.Name.StartsWith("To", StringComparison.Ordinal))
        .ToDictionary(method => method.ReturnType);

    /// <summary>The conversion to a parameter's type.</summary>
    public static MethodInfo For(ParameterInfo parameter) => Table.TryGetValue(parameter.ParameterType, out var method)
        ? method
        : throw new NotSupportedException($"{parameter.Member} has a parameter of type {parameter.ParameterType}, which Conversions does not know.");

    // A number that came in as one is a wrapped one, as Python makes of it.
    public static Tensor ToTensor(object? value) => value is null or Absent ? null! : value as Tensor ?? (Tensor)Torch.Ops["aten::contiguous"].Invoke(value)[0]!;

    public static Scalar ToScalar(object? value) => value switch
    {
        Absent or null => default,
        long number => number,
        double number => number,
        bool number => number,
        Complex number => number,
        Scalar number => number,
        _ => throw new InvalidCastException($"{value.GetType()} is no Scalar"),
    };

    public static Scalar? ToOptionalScalar(object? value) => value is null or Absent ? null : ToScalar(value);

    public static long ToLong(object? value) => Convert.ToInt64(value, null);

    public static long? ToOptionalLong(object? value) => value is null or Absent ? null : ToLong(value);

    public static double ToDouble(object? value) => Convert.ToDouble(value, null);

    public static double? ToOptionalDouble(object? value) => value is null or Absent ? null : ToDouble(value);

    public static bool ToBool(object? value) => (bool)value!;

    public static bool? ToOptionalBool(object? value) => value is null or Absent ? null : (bool)value;

    public static string? ToText(object? value) => value as string;

    public static DType ToDType(object? value) => DType.Of(checked((int)ToLong(value)));

    public static DType? ToOptionalDType(object? value) => value is null or Absent ? null : ToDType(value);

    public static Layout? ToOptionalLayout(object? value) => value is null or Absent ? null : (Layout)ToLong(value);

    public static MemoryFormat ToMemoryFormat(object? value) => (MemoryFormat)ToLong(value);

    public static MemoryFormat? ToOptionalMemoryFormat(object? value) => value is null or Absent ? null : ToMemoryFormat(value);

    public static Device ToDevice(object? value) => (Device)value!;

    public static Device? ToOptionalDevice(object? value) => value as Device?;

    public static LibTorch.Generator? ToGenerator(object? value) => value as LibTorch.Generator;

    public static IntList ToIntList(object? value) => value is object?[] items ? Array.ConvertAll(items, ToLong) : default(IntList);

    public static ReadOnlySpan<long> ToLongs(object? value) => Elements(value, ToLong);

    public static ReadOnlySpan<double> ToDoubles(object? value) => Elements(value, ToDouble);

    public static ReadOnlySpan<bool> ToBools(object? value) => Elements(value, ToBool);

    public static ReadOnlySpan<Scalar> ToScalars(object? value) => Elements(value, ToScalar);

    public static ReadOnlySpan<string> ToTexts(object? value) => Elements(value, item => (string)item!);

    public static ReadOnlySpan<Tensor> ToTensors(object? value) => Elements(value, item => (Tensor)item!);

    private static T[] Elements<T>(object? value, Converter<object?, T> convert) => value is object?[] items ? Array.ConvertAll(items, convert) : [];
}
