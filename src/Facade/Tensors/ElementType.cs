using System.Numerics;
using System.Runtime.CompilerServices;
using LibTorch.Interop;

namespace LibTorch;

/// <summary>The table of .NET types and their dtypes.</summary>
internal static class ElementType
{
    private static readonly Dictionary<Type, ScalarType> Table = new()
    {
        [typeof(byte)] = ScalarType.UInt8,
        [typeof(sbyte)] = ScalarType.Int8,
        [typeof(short)] = ScalarType.Int16,
        [typeof(int)] = ScalarType.Int32,
        [typeof(long)] = ScalarType.Int64,
        [typeof(Half)] = ScalarType.Float16,
        [typeof(float)] = ScalarType.Float32,
        [typeof(double)] = ScalarType.Float64,
        [typeof(Complex)] = ScalarType.Complex128,
        [typeof(bool)] = ScalarType.Bool,
        [typeof(ushort)] = ScalarType.UInt16,
        [typeof(uint)] = ScalarType.UInt32,
        [typeof(ulong)] = ScalarType.UInt64,
    };

    public static ScalarType ScalarTypeOf(Type type) => Table.TryGetValue(type, out var scalarType)
        ? scalarType
        : throw new NotSupportedException($"No dtype has elements of type {type}; it can be {string.Join(", ", Table.Keys.Select(t => t.Name))}.");

    /// <summary>Whether the value is an array of numbers or bools: of any rank, or nested.</summary>
    public static bool IsNumeric(object? value)
    {
        if (value is not Array)
        {
            return false;
        }

        var type = value.GetType();
        while (type.IsArray)
        {
            type = type.GetElementType()!;
        }

        return Table.ContainsKey(type);
    }

    /// <summary>Fails where the running libtorch is too old for the dtype.</summary>
    /// <exception cref="NotSupportedException">It has no such dtype.</exception>
    public static void RequireHere(ScalarType type)
    {
        if (!IsHere(type))
        {
            var (major, minor) = Since(type);
            var instead = type is ScalarType.UInt16 or ScalarType.UInt32 or ScalarType.UInt64 ? "; another dtype can be given, such as dtype: DType.Int64." : ".";
            throw new NotSupportedException($"{DType.Of((int)type)} needs libtorch {major}.{minor} or later, and this is {Torch.Version}{instead}");
        }
    }

    /// <summary>Whether the running libtorch has the dtype.</summary>
    public static bool IsHere(ScalarType type) => Since(type) is var (major, minor) && (major == 0 || LibraryCalls.IsAtLeast(major, minor));

    /// <summary>The bytes that one element takes.</summary>
    public static int BytesOf(ScalarType type) => type switch
    {
        ScalarType.Int16 or ScalarType.UInt16 or ScalarType.Float16 or ScalarType.BFloat16 => 2,
        ScalarType.Int32 or ScalarType.UInt32 or ScalarType.Float32 or ScalarType.Complex32 or ScalarType.QInt32 => 4,
        ScalarType.Int64 or ScalarType.UInt64 or ScalarType.Float64 or ScalarType.Complex64 => 8,
        ScalarType.Complex128 => 16,
        _ => 1,
    };

    /// <summary>
    /// The number of elements of the dtype that take as many bytes as <paramref name="length"/> values of <typeparamref name="T"/>.
    /// </summary>
    /// <exception cref="ArgumentException">The bytes are not a whole number of elements.</exception>
    public static long CountOf<T>(long length, DType dtype)
        where T : unmanaged
    {
        var bytes = length * Unsafe.SizeOf<T>();
        var size = BytesOf(dtype.ScalarType);
        return bytes % size == 0 ? bytes / size : throw new ArgumentException($"{bytes} bytes are no whole number of elements of {dtype}, which take {size} each.");
    }

    // The libtorch version that introduced the dtype; (0, 0) if every supported version has it.
    private static (int Major, int Minor) Since(ScalarType type) => type switch
    {
        ScalarType.Float8E5M2 or ScalarType.Float8E4M3FN => (2, 1),
        ScalarType.UInt16 or ScalarType.UInt32 or ScalarType.UInt64 => (2, 3),
        ScalarType.Float8E8M0FNU => (2, 7),
        ScalarType.Float4E2M1FNx2 => (2, 8),
        _ => (0, 0),
    };

    /// <summary>Checks that <typeparamref name="T"/> is the C# type of the dtype, so that elements can be accessed in place.</summary>
    public static void Require<T>(DType dtype)
    {
        if (Table.GetValueOrDefault(typeof(T), (ScalarType)(-1)) != dtype.ScalarType)
        {
            throw new ArgumentException($"The tensor's elements are {dtype}, and {typeof(T).Name} is not the C# type of that dtype.");
        }
    }
}
